// Bulk import: a pass over the archive for the table, then passes for the pictures, of which only those of unfinished rows are held and no
// more than fit: rows whose pictures find no room wait for the next pass. B1, B2
#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "people/archive.h"
#include "people/errors.h"
#include "people/record.h"
#include "people/service.h"
#include "people/table.h"

namespace md::people {
namespace {

struct PendingRow {
    TableRow row;
    std::vector<std::string> paths;                            // of its pictures, in order
    std::vector<std::shared_ptr<const SecretBytes>> pictures;  // as far as met; rows that name the same one share it
    std::size_t missing = 0;
    bool waits = false;  // for the next pass
};

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// The first people.csv; picture paths are relative to its folder.
Result<std::pair<std::string, SecretBytes>> find_table(ByteView zip, const ImportLimits& limits) {
    std::optional<std::pair<std::string, SecretBytes>> found;
    MD_TRY(for_each_entry(zip, limits, [&](const std::string& path, const EntryReader& read) -> Result<bool> {
        if (path.substr(folder_of(path).size()) != "people.csv") return true;
        MD_ASSIGN(auto content, read());
        found.emplace(folder_of(path), std::move(content));
        return false;
    }));
    if (!found) return fail(errors::kTableInvalid, "no people.csv");
    return std::move(*found);
}

// One import from first to last row.
class Import {
public:
    Import(People& people, const Notice& notice, const ImportOptions& options, const Actor& actor)
        : people_(people),
          notice_(notice),
          options_(options),
          actor_(actor),
          purposes_(options.purposes.empty() ? notice.purposes : options.purposes) {}

    Result<ImportReport> run(ByteView zip) {
        MD_ASSIGN(auto table, find_table(zip, options_.limits));
        MD_ASSIGN(auto rows, read_table(table.second.view(), options_.limits.max_rows));
        total_ = static_cast<std::int64_t>(rows.size());
        for (auto& row : rows) queue(std::move(row), table.first);
        for (auto& row : pending_) {
            if (row.missing == 0) register_row(row);
        }
        do {
            MD_TRY(for_each_entry(zip, options_.limits,
                                  [&](const std::string& path, const EntryReader& read) { return take_picture(path, read); }));
        } while (end_pass());
        std::sort(report_.rejected.begin(), report_.rejected.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
        return std::move(report_);
    }

private:
    void queue(TableRow row, const std::string& folder) {
        PendingRow pending{std::move(row), {}, {}, 0};
        const auto number = pending.row.cell(Column::external_id);
        if (!number.empty() && !numbers_.insert(number).second)
            return reject(pending, Error(errors::kExternalIdTaken, "twice in the table"), {});
        for (const auto column : {Column::picture_1, Column::picture_2}) {
            auto path = pending.row.cell(column);
            if (path.empty()) continue;
            std::replace(path.begin(), path.end(), '\\', '/');
            pending.paths.push_back(folder + path);
        }
        pending.missing = pending.paths.size();
        pending.pictures.resize(pending.paths.size());
        for (const auto& path : pending.paths) wanted_.emplace(path, pending_.size());
        pending_.push_back(std::move(pending));
    }

    Result<bool> take_picture(const std::string& path, const EntryReader& read) {
        std::vector<PendingRow*> takers;
        const auto [first, last] = wanted_.equal_range(path);
        for (auto use = first; use != last; ++use) {
            auto& row = pending_[use->second];
            if (row.missing == 0 || row.waits) continue;  // done already: one picture named twice
            // Nothing new is begun without room; what completes a row makes room.
            row.waits = held_ >= options_.limits.max_held_bytes && !completes(row, path);
            if (!row.waits) takers.push_back(&row);
        }
        if (takers.empty()) return true;
        MD_ASSIGN(auto content, read());
        held_ += static_cast<std::int64_t>(content.size());
        const std::shared_ptr<const SecretBytes> picture(new SecretBytes(std::move(content)), [this](const SecretBytes* done) {
            held_ -= static_cast<std::int64_t>(done->size());
            delete done;
        });
        for (auto* row : takers) give(*row, path, picture);
        return true;
    }

    static bool completes(const PendingRow& row, const std::string& path) {
        for (std::size_t i = 0; i < row.paths.size(); ++i) {
            if (!row.pictures[i] && row.paths[i] != path) return false;
        }
        return true;
    }

    void give(PendingRow& row, const std::string& path, const std::shared_ptr<const SecretBytes>& picture) {
        for (std::size_t i = 0; i < row.paths.size() && row.missing > 0; ++i) {
            if (row.paths[i] != path || row.pictures[i]) continue;
            row.pictures[i] = picture;
            if (--row.missing == 0) register_row(row);
        }
    }

    // Rows that got a look at the whole archive and still miss a picture are refused. True: others wait for another pass.
    bool end_pass() {
        bool again = false;
        for (auto& row : pending_) {
            if (row.missing == 0) continue;
            again = again || row.waits;
            if (!std::exchange(row.waits, false)) {
                reject(row, Error(errors::kPictureNotFound, "not in the archive"), {});
                row.missing = 0;
                row.pictures.clear();
            }
        }
        return again;
    }

    void register_row(PendingRow& row) {
        std::vector<PictureReport> reports;
        const auto pictures = std::exchange(row.pictures, {});
        auto person = person_of(row.row, notice_.id, purposes_);
        if (!person) return reject(row, person.error(), {});
        for (const auto& picture : pictures) person->pictures.push_back(picture->copy());
        const auto done = people_.add(std::move(*person), actor_, &reports);
        if (!done) {
            std::vector<vision::Reason> reasons;
            for (const auto& report : reports) reasons.insert(reasons.end(), report.reasons.begin(), report.reasons.end());
            return reject(row, done.error(), std::move(reasons));
        }
        report_.imported += 1;
        report_.possibly_same.insert(report_.possibly_same.end(), done->possibly_same.begin(), done->possibly_same.end());
        progress();
    }

    void reject(const PendingRow& row, Error error, std::vector<vision::Reason> reasons) {
        report_.rejected.push_back({row.row.line, row.row.cell(Column::name), std::move(error), std::move(reasons)});
        progress();
    }

    void progress() const {
        if (options_.progress) options_.progress(report_.imported + static_cast<std::int64_t>(report_.rejected.size()), total_);
    }

    People& people_;
    const Notice& notice_;
    const ImportOptions& options_;
    const Actor& actor_;
    const std::vector<std::string> purposes_;
    std::int64_t held_ = 0;  // bytes of all pictures in `pending_`
    std::vector<PendingRow> pending_;
    std::multimap<std::string, std::size_t> wanted_;
    std::set<std::string> numbers_;  // external ids of the rows so far: the first row has the right to its own
    ImportReport report_;
    std::int64_t total_ = 0;
};

}  // namespace

Result<ImportReport> Service::import_zip(ByteView archive, const ImportOptions& options, const Actor& actor) {
    std::optional<Notice> notice;
    if (options.notice) {
        MD_ASSIGN(notice, notices_.get(*options.notice));
    } else {
        MD_ASSIGN(notice, notices_.current());
    }
    if (!notice) return fail(errors::kConsentMissing, "no notice is in force");
    Import import(*this, *notice, options, actor);
    MD_ASSIGN(auto report, import.run(archive));
    MD_TRY(record(*parts_.ledger, actor, "people.imported", notice->id.text(), "B1",
                  fmt::format(R"({{"imported":{},"rejected":{}}})", report.imported, report.rejected.size())));
    return report;
}

}  // namespace md::people
