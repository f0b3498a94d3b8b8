#include "access/access.h"

#include "access/context.h"

namespace md::access {

Result<std::unique_ptr<Access>> Access::open(Options options, store::Stores& stores, ledger::Ledger& ledger,
                                             const pki::Authority* authority, const Clock& clock, Random& random) {
    MD_TRY(stores[store::Store::identities].migrate("access", kMigrations));
    MD_ASSIGN(auto name_key, stores.keyring->named_key("access.names", 32));
    MD_ASSIGN(auto csrf_key, stores.keyring->named_key("access.csrf", 32));
    if (options.profile == Profile::cii) options.webauthn.require_user_verification = true;
    auto context =
        std::make_unique<Context>(std::move(options), stores, ledger, authority, clock, random, std::move(name_key), std::move(csrf_key));
    MD_TRY(context->lockouts.load());
    return std::unique_ptr<Access>(new Access(std::move(context)));
}

Access::Access(std::unique_ptr<Context> context)
    : context_(std::move(context)),
      users_(*context_),
      factors_(*context_),
      sign_in_(*context_),
      sessions_(*context_),
      devices_(*context_) {}

Access::~Access() = default;

}  // namespace md::access
