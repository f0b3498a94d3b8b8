// The outbox itself; what sends from it is tested with the sender.
#include "analysis/records/outbox.h"

#include "analysis/records/alerts.h"

#include <nlohmann/json.hpp>

#include "analysis/records/records_fixture.h"

namespace md::analysis {
namespace {

using store::Store;

class OutboxTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (!IsSkipped()) open();
    }
    void open() {
        outbox_.reset();
        outbox_ = must(Outbox::open(world_->parts()));
    }
    static EndpointSettings settings(const std::string& name = "平台") {
        return {name, "https://receiver.example:8443/hook", {"alert.raised", "alert.closed"}, true, ""};
    }
    static SecretBytes secret() { return SecretBytes(as_bytes("sixteen bytes at least")); }
    Endpoint endpoint(const std::string& name = "平台") { return must(outbox_->add(settings(name), secret(), "admin")); }
    void queue(const std::string& body) {
        must((*world_->world.stores)[Store::events].transaction(
            [&](store::Queries& db) { return outbox_->queue(db, "alert.raised", body); }));
    }
    std::unique_ptr<Outbox> outbox_;
};
MD_RECORDS_ON_BOTH_BACK_ENDS(OutboxTest);

TEST_P(OutboxTest, BadEndpointsAreRefused) {
    const auto refused = [&](const std::function<void(EndpointSettings&)>& spoil) {
        auto bad = settings();
        spoil(bad);
        return failed_with(outbox_->add(bad, secret(), "admin"), errors::kEndpointInvalid);
    };
    EXPECT_TRUE(refused([](auto& end) { end.name.clear(); }));
    EXPECT_TRUE(refused([](auto& end) { end.name = "a\n23:59:59 error forged"; }));
    for (const auto* url : {"", "http://plain.example/", "https://", "https://:8443/", "https://user:pw@host/", "https://host/a b",
                            "ftp://x/", "https://host/\r\nX: y", "https://host/#part"}) {
        EXPECT_TRUE(refused([&](auto& end) { end.url = url; })) << url;
    }
    EXPECT_TRUE(refused([](auto& end) { end.events.clear(); }));
    EXPECT_TRUE(refused([](auto& end) { end.events = {"alert.raised", "everything"}; }));
    EXPECT_TRUE(refused([](auto& end) { end.ca_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"; }));
    EXPECT_TRUE(failed_with(outbox_->add(settings(), SecretBytes(as_bytes("too short")), "admin"), errors::kEndpointInvalid));
    for (int i = 0; i < Outbox::kMostEndpoints; ++i) endpoint(std::to_string(i));
    EXPECT_TRUE(failed_with(outbox_->add(settings(), secret(), "admin"), errors::kEndpointInvalid)) << "too many";
}

TEST_P(OutboxTest, SecretsAndBodiesAreSealed) {
    const auto made = endpoint();
    queue("{\"watch\": \"a body that nobody else reads\"}");
    EXPECT_EQ(occurrences("sixteen bytes at least"), 0u);
    EXPECT_EQ(occurrences("a body that nobody else reads"), 0u);
    EXPECT_EQ(as_text(must(outbox_->secret(made.id)).view()), "sixteen bytes at least");
    must(outbox_->update(made.id, settings(), nullptr, made.version, "admin"));
    EXPECT_EQ(as_text(must(outbox_->secret(made.id)).view()), "sixteen bytes at least") << "kept";
    EXPECT_TRUE(failed_with(outbox_->update(made.id, settings(), nullptr, made.version, "admin"), errors::kVersionChanged));
    open();
    EXPECT_EQ(must(outbox_->get(made.id)).version, 2);
    EXPECT_EQ(must(outbox_->head(made.id))->body, "{\"watch\": \"a body that nobody else reads\"}");
}

// The delivery is there exactly when the alert is.
TEST_P(OutboxTest, QueuesInTheAlertsOwnTransaction) {
    const auto made = endpoint();
    const auto alerts = must(Alerts::open(world_->parts(), outbox_.get(), {}));
    const auto alert = world_->alert();
    must(alerts->record(alert, "0011223344556677"));
    const auto first = must(outbox_->head(made.id)).value();
    EXPECT_EQ(first.event, "alert.raised");
    EXPECT_EQ(nlohmann::json::parse(first.body).at("id"), alert.id.text());
    EXPECT_FALSE(alerts->close(alert.id, AlertOutcome::real, std::string(3000, 'x'), std::nullopt, "op"));
    EXPECT_EQ(world_->rows(Store::events, "analysis_deliveries"), 1) << "what failed is not told";
    must(alerts->close(alert.id, AlertOutcome::real, "", std::nullopt, "op"));
    EXPECT_EQ(must(outbox_->get(made.id)).waiting, 2);
    must(outbox_->remove(made.id, "admin"));
    EXPECT_EQ(world_->rows(Store::events, "analysis_deliveries"), 0);
}

TEST_P(OutboxTest, KeepsOrderAndPages) {
    const auto made = endpoint();
    for (int i = 0; i < 25; ++i) queue(std::to_string(i));
    DeliveryPage page;
    int expected = 24;
    do {
        page = must(outbox_->find(made.id, false, page.next, 10));
        for (const auto& one : page.items) EXPECT_EQ(one.body, std::to_string(expected--));
    } while (!page.next.empty());
    EXPECT_EQ(expected, -1);
    const auto head = must(outbox_->head(made.id)).value();
    EXPECT_EQ(head.body, "0");
    must(outbox_->failed(head, "http 500", world_->now()));
    EXPECT_EQ(must(outbox_->head(made.id))->body, "0") << "those behind it wait";
    must(outbox_->failed(head, "http 500", std::nullopt));
    EXPECT_EQ(must(outbox_->head(made.id))->body, "1");
    EXPECT_EQ(must(outbox_->get(made.id)).dead, 1);
    must(outbox_->discard(head.id, "admin"));
    EXPECT_EQ(must(outbox_->get(made.id)).dead, 0);
    EXPECT_TRUE(failed_with(outbox_->discard(head.id, "admin"), errors::kEndpointNotFound));
    auto off = settings();
    off.enabled = false;
    must(outbox_->update(made.id, off, nullptr, std::nullopt, "admin"));
    queue("nobody asked");
    EXPECT_EQ(must(outbox_->get(made.id)).waiting, 24);
}

TEST_P(OutboxTest, WhatNeverLeavesIsDeletedInTime) {
    const auto made = endpoint();
    store::Retention retention(world_->world.clock);
    outbox_->register_retention(retention);
    queue("x");
    expect_listed(retention, 1);
    world_->world.clock.advance(std::chrono::days(7));
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 1);
    EXPECT_FALSE(must(outbox_->head(made.id)));
}

}  // namespace
}  // namespace md::analysis
