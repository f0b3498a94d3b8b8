// The ledger's files as an auditor gets them from elsewhere, and proofs as JSON: what reads writes back the same, and verifying ends. B11
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/errors.h"
#include "ledger/errors.h"
#include "ledger/heads.h"
#include "ledger/merkle.h"

using namespace md;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void read_parts(ByteView bytes) {
    if (const auto entry = ledger::decode_entry(bytes)) require(ledger::encode(*entry) == to_bytes(bytes));
    if (const auto head = ledger::decode_head(bytes)) require(ledger::encode(*head) == to_bytes(bytes));
    if (const auto header = ledger::decode_segment_header(bytes))
        require(ledger::encode(*header) == to_bytes(bytes.first(ledger::kSegmentHeaderBytes)));
}

void write(const std::filesystem::path& path, ByteView bytes) { std::ofstream(path, std::ios::binary) << as_text(bytes); }

// The heads with a length before them, then the segment.
void verify_folder(ByteView bytes) {
    static const std::filesystem::path folder = [] {
        std::string name = (std::filesystem::temp_directory_path() / "miandun-fuzz-XXXXXX").string();
        require(::mkdtemp(name.data()) != nullptr);
        static const std::string made = name;
        std::atexit([] { std::filesystem::remove_all(made); });
        return std::filesystem::path(name);
    }();
    static const auto key = crypto::PrivateKey::generate(Profile::general).public_key();
    Reader reader(bytes);
    write(ledger::heads_path(folder), reader.take_u32_prefixed());
    write(ledger::segment_path(folder, 0), reader.take(reader.left()));
    const auto report = ledger::verify(folder, key);
    require(report && !report->whole);  // nobody has signed it
    static_cast<void>(ledger::check_proof(as_text(bytes), key));
    static_cast<void>(ledger::check_consistency(as_text(bytes), bytes.first(std::min<std::size_t>(bytes.size(), 32)), key));
}

void check_paths(ByteView bytes) {
    Reader reader(bytes);
    const auto first = reader.u64(), second = reader.u64();
    const auto root = ledger::to_digest(reader.take(32));
    std::vector<ledger::Digest> path;
    while (reader.left() >= 32 && path.size() < 128) path.push_back(ledger::to_digest(reader.take(32)));
    const ledger::Hashes hashes(Profile::general);
    static_cast<void>(ledger::inclusion_holds(hashes, first, second, root, path, root));
    static_cast<void>(ledger::consistency_holds(hashes, first, second, root, root, path));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    read_parts(bytes);
    verify_folder(bytes);
    check_paths(bytes);
    return 0;
}
