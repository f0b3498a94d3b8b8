#include "people/links.h"

namespace md::people {

using store::Store;

namespace {

Bytes bytes_of(const std::array<std::uint8_t, 16>& link) { return {link.begin(), link.end()}; }

}  // namespace

Bytes Links::subject(const PersonId& id) const { return bytes_of(keyring_.link(Store::identities, Store::features, id.view(), "subject")); }
Bytes Links::event_ref(const PersonId& id) const { return bytes_of(keyring_.link(Store::identities, Store::events, id.view(), "person")); }
Bytes Links::event_token(ByteView event_ref) const {
    return bytes_of(keyring_.link(Store::events, Store::identities, event_ref, "person"));
}
Bytes Links::record_link(const RecordId& record) const {
    return bytes_of(keyring_.link(Store::features, Store::identities, record.view(), "template"));
}
std::string Links::ledger_ref(const PersonId& id) const {
    return to_hex(keyring_.link(Store::identities, Store::keys, id.view(), "ledger"));
}

}  // namespace md::people
