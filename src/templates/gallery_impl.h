#pragma once
// The gallery over its parts: rows in the stores, two key holders, the table in memory. Private to the module.
#include <map>
#include <set>

#include "templates/gallery.h"
#include "templates/record_keys.h"
#include "templates/rotation_keys.h"
#include "templates/slot_table.h"
#include "templates/template_rows.h"

namespace md::templates {

class StoredGallery final : public Gallery {
public:
    StoredGallery(std::shared_ptr<store::Stores> stores, const GalleryOptions& options, Random& random, Workers* workers);
    ~StoredGallery() override;
    Status open();

    Result<Enrolled> enrol(ByteView subject, std::span<const float> embedding) override;
    Result<std::vector<RecordId>> enrol_many(std::span<const Enrolment> people) override;
    Status remove(const RecordId& record) override;
    Result<RecordId> renew(ByteView subject, const RecordId& record, std::span<const float> embedding) override;
    Status revoke(const RecordId& record) override;
    using EmbeddingOf = std::function<std::optional<std::vector<float>>(const RecordId&)>;
    Status rekey(const EmbeddingOf& embedding_of) override;
    std::vector<Match> search(std::span<const float> embedding, std::size_t k, float threshold) override;
    std::optional<float> compare(std::span<const float> embedding, const RecordId& record) override;
    Status check(const RecordId& record) override;
    OpenReport opened() const override { return report_; }
    std::vector<RecordId> records() const override { return table_.records(); }
    std::size_t size() const override { return table_.size(); }
    std::size_t bytes_in_memory() const override { return table_.bytes_in_memory(); }
    Calibration& calibration() override { return calibration_; }
    Band band(float score, double fmr) const override;

private:
    // Everything that happens in one step of the outside world: some records end, others begin.
    struct Change {
        std::vector<SlotTable::NewSlot> new_slots;
        std::vector<SlotTable::OpenSlot> open;  // of the current epoch, less what this change has taken
        std::vector<FeatureRow> new_features, old_features;
        std::vector<SaltRow> new_salts, old_salts;
        std::vector<SlotTable::Entry> entries;
        std::vector<RecordId> gone;
    };
    struct Opening;

    Result<Quantised> prepared(std::span<const float> embedding) const;
    void forget_tampered(const RecordId& record);
    Change begin_change() const;
    Status add(Change& change, ByteView subject, const RecordId& record, std::int64_t generation, const SlotTable::NewSlot& slot,
               std::vector<std::uint64_t> code);
    Status add_fresh(Change& change, ByteView subject, const RecordId& record, std::int64_t generation, const Quantised& face,
                     std::int64_t avoid_slot);
    Status commit(Change& change);
    SlotTable::NewSlot take_slot(Change& change, std::int64_t avoid);
    int capacity() const;
    void step(std::string_view name) const {
        if (options_.after_step) options_.after_step(name);
    }

    void feed_calibration(ByteView subject, const Quantised& face, std::vector<RecordId>& possibly_same);
    bool same_subject(const RecordId& record, ByteView subject);
    void save_calibration();

    template <class Item, class Work>
    void on_all_workers(std::vector<Item>& items, const Work& work);
    Status load_slots(Opening& opening);
    Status load_salts(Opening& opening);
    Status load_features(Opening& opening);
    Status clean_up(Opening& opening);
    Status drop_unused_epochs();
    Status rekey_some(std::span<const RecordId> records, const EmbeddingOf& embedding_of);
    Status rekey_one(Change& change, const RecordId& record, const SaltRow& row, const std::optional<std::vector<float>>& embedding);

    const GalleryOptions options_;
    Random& random_;
    Workers* const workers_;
    TemplateRows rows_;
    RotationKeys rotation_keys_;
    RecordKeys record_keys_;
    SlotTable table_;
    Calibration calibration_;
    OpenReport report_;

    std::mutex changing_;  // one change at a time; searches never take it
    int epoch_ = 1;
    std::int64_t next_slot_ = 1;
    std::unique_ptr<RecordSealer> sealer_;
    std::map<int, std::unique_ptr<crypto::Keystream>> streams_;  // for changes
    std::uint64_t unsaved_enrolments_ = 0;
    std::mutex tampered_mutex_;
    std::set<RecordId> tampered_;
};

}  // namespace md::templates
