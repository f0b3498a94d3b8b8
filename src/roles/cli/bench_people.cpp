#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/progress.h"
#include "people/registry.h"
#include "roles/cli/command.h"
#include "roles/platform/platform.h"
#include "templates/synthetic_faces.h"

// `miandun bench people`: fills a home with synthetic people (no pictures, templates of made-up faces), to measure start, search and lists at
// the size of a real site. Writes in large transactions; the platform itself never registers anybody this way.
namespace md::cli {
namespace {

constexpr std::size_t kBatch = 5'000;

struct Task {
    std::filesystem::path home;
    std::size_t people = 10'000;
    std::string profile = "general";
    bool json = false;
};

struct Made {
    PersonId id;
    Bytes subject;
    std::vector<float> face;
    people::PersonFields fields;
};

people::PersonFields fields_of(std::size_t number) {
    static constexpr std::string_view kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周"};
    static constexpr std::string_view kGiven[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛"};
    people::PersonFields fields;
    fields.name = std::string(kSurnames[number % 10]).append(kGiven[number / 10 % 15]).append(kGiven[number / 150 % 15]);
    fields.external_id = fmt::format("T{:07}", number);
    return fields;
}

class Filler {
public:
    Filler(roles::Core& core, const Clock& clock, Random& random)
        : core_(core),
          clock_(clock),
          random_(random),
          registry_(core.stores, people::SearchIndex(crypto::Suite::of(core.stores->profile),
                                                     must(core.stores->keyring->named_key("people.search", 32)))) {}
    Status open() { return registry_.open(); }
    Status add(std::size_t first, std::size_t count) {
        std::vector<Made> made;
        for (std::size_t i = 0; i < count; ++i) {
            const auto id = PersonId::random(random_);
            made.push_back({id, registry_.links().subject(id), faces_.person(), fields_of(first + i)});
        }
        for (const auto& person : made) MD_TRY(core_.stores->keyring->create_subject_key(person.subject));
        std::vector<templates::Gallery::Enrolment> enrolments;
        for (const auto& person : made) enrolments.push_back({person.subject, person.face});
        MD_ASSIGN(const auto records, core_.gallery->enrol_many(enrolments));
        return (*core_.stores)[store::Store::identities].transaction([&](store::Queries& db) -> Status {
            for (std::size_t i = 0; i < count; ++i) MD_TRY(insert(db, made[i], records[i]));
            return {};
        });
    }

private:
    Status insert(store::Queries& db, const Made& person, const RecordId& record) {
        const auto now = clock_.wall();
        MD_TRY(registry_.insert(db, person.id, person.fields, now, now + std::chrono::days(365)));
        return registry_.insert_picture(db, person.id,
                                        {people::PictureId::random(random_), record, {}, "jpeg", random_.bytes(32), random_.bytes(8), now});
    }

    roles::Core& core_;
    const Clock& clock_;
    Random& random_;
    people::Registry registry_;
    templates::test::SyntheticFaces faces_{1};
};

Result<std::size_t> fill(const Task& task) {
    const SystemClock clock;
    SystemRandom random;
    MD_ASSIGN(auto config, roles::read_platform_config(task.home / "platform.yaml", task.home));
    config.profile = *profile_from(task.profile);
    MD_ASSIGN(const auto core, roles::Core::open(config, clock, random));
    Filler filler(*core, clock, random);
    MD_TRY(filler.open());
    Progress progress("people", task.people);
    for (std::size_t done = core->gallery->size(); done < task.people; done += kBatch) {
        MD_TRY(filler.add(done, std::min(kBatch, task.people - done)));
        progress.advance(std::min(kBatch, task.people - done));
    }
    return core->gallery->size();
}

}  // namespace

void add_bench_people(CLI::App& bench, Context& context) {
    auto task = std::make_shared<Task>();
    auto* command = bench.add_subcommand("people", "写入合成人员以测量大库的启动和检索 / fill a home with synthetic people");
    command->add_option("--home", task->home, "平台文件夹（服务须先停止）/ the platform's home; it must be stopped")->required();
    command->add_option("--people", task->people, "人数 / people")->capture_default_str()->check(CLI::Range(1, 10'000'000));
    command->add_option("--profile", task->profile, "general 或 cii / general or cii")
        ->capture_default_str()
        ->check(CLI::IsMember({"general", "cii"}));
    command->add_flag("--json", task->json, "一行 JSON / one JSON object");
    command->callback([task, &context] {
        const auto people = fill(*task);
        if (!people) return void(context.exit_code = report(people.error(), context, task->json));
        if (task->json)
            std::puts(nlohmann::ordered_json{{"people", *people}}.dump().c_str());
        else
            std::printf("%zu 人 / people\n", *people);
    });
}

}  // namespace md::cli
