// Loading a million feature rows at start: what a gallery does. Budget: 15 s with opening every row.
#include <benchmark/benchmark.h>

#include "store/stores.h"
#include "test_support.h"

namespace md::store {
namespace {

constexpr int kTemplateBytes = 160;

struct Filled {
    test::TempDir temp;
    SystemClock clock;
    SystemRandom random;
    SecretBytes root = random.secret(32);
    std::int64_t rows;
    StoresConfig config() const { return {Profile::general, temp.path(), {}}; }

    explicit Filled(std::int64_t count) : rows(count) {
        const auto stores = must(Stores::open(config(), root.copy(), clock, random));
        auto& features = (*stores)[Store::features];
        must(features.execute("CREATE TABLE records (id BLOB PRIMARY KEY, template BLOB NOT NULL) WITHOUT ROWID"));
        must(features.transaction([&](Queries& queries) -> Status {
            for (std::int64_t i = 0; i < count; ++i) {
                const auto id = RecordId::random(random);
                MD_ASSIGN(const Bytes sealed,
                          stores->keyring->seal({Store::features, "records", "template", id.view()}, random.bytes(kTemplateBytes)));
                MD_TRY(queries.execute("INSERT INTO records VALUES (?, ?)", {id.bytes(), sealed}));
            }
            return {};
        }));
        must(features.scrub());
    }
    static Filled& shared(std::int64_t count) {
        static Filled filled(count);
        return filled;
    }
};

void LoadAndOpen(benchmark::State& state) {
    auto& filled = Filled::shared(state.range(0));
    for (auto _ : state) {
        const auto stores = must(Stores::open(filled.config(), filled.root.copy(), filled.clock, filled.random));
        std::int64_t opened = 0;
        must((*stores)[Store::features].for_each("SELECT id, template FROM records", {}, [&](const Row& row) {
            opened += static_cast<std::int64_t>(
                must(stores->keyring->open({Store::features, "records", "template", row.blob(0)}, row.blob(1))).size() == kTemplateBytes);
            return true;
        }));
        if (opened != filled.rows) state.SkipWithError("rows are missing");
    }
    state.SetItemsProcessed(state.iterations() * filled.rows);
}
BENCHMARK(LoadAndOpen)->Arg(1'000'000)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace md::store
