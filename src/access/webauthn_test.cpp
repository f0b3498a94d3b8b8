#include "access/webauthn.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "access/test_house.h"
#include "crypto/suite.h"

namespace md::access::test {
namespace {

using Json = nlohmann::json;

Bytes sha256(ByteView bytes) {
    const auto digest = crypto::Suite::of(Profile::general).digest(bytes);
    return {digest.begin(), digest.end()};
}

// Writes the few CBOR forms an authenticator uses.
class Cbor {
public:
    Cbor& head(unsigned major, std::uint64_t value) {
        if (value < 24) {
            out_.u8(static_cast<std::uint8_t>(major << 5 | value));
        } else if (value < 256) {
            out_.u8(static_cast<std::uint8_t>(major << 5 | 24)).u8(static_cast<std::uint8_t>(value));
        } else {
            out_.u8(static_cast<std::uint8_t>(major << 5 | 25)).u16(static_cast<std::uint16_t>(value));
        }
        return *this;
    }
    Cbor& integer(std::int64_t value) {
        return value < 0 ? head(1, static_cast<std::uint64_t>(-1 - value)) : head(0, static_cast<std::uint64_t>(value));
    }
    Cbor& bytes(ByteView value) {
        head(2, value.size());
        out_.raw(value);
        return *this;
    }
    Cbor& text(std::string_view value) {
        head(3, value.size());
        out_.text(value);
        return *this;
    }
    Cbor& map(std::uint64_t pairs) { return head(5, pairs); }
    const Bytes& done() const { return out_.bytes(); }

private:
    Writer out_;
};

// An authenticator of software with a P-256 key: what a platform's fingerprint reader answers. Every member may be bent by a test.
struct Authenticator {
    explicit Authenticator(Random& random) : credential_id(random.bytes(32)) {
        const auto spki = key.public_key().spki();
        const ByteView point = ByteView(spki).last(64);
        cose = Cbor()
                   .map(5)
                   .integer(1)
                   .integer(2)
                   .integer(3)
                   .integer(-7)
                   .integer(-1)
                   .integer(1)
                   .integer(-2)
                   .bytes(point.first(32))
                   .integer(-3)
                   .bytes(point.last(32))
                   .done();
    }
    Bytes data(std::uint8_t extra_flags) const {
        Writer out;
        out.raw(sha256(as_bytes(rp_id))).u8(flags | extra_flags).u32(count);
        if (extra_flags & 0x40) out.raw(Bytes(16, 0)).u16(static_cast<std::uint16_t>(credential_id.size())).raw(credential_id).raw(cose);
        return std::move(out.raw(trailing)).bytes();
    }
    std::string client_data(const char* type, ByteView challenge) const {
        Json json = {{"type", wrong_type.empty() ? type : wrong_type},
                     {"challenge", to_base64url(challenge)},
                     {"origin", origin},
                     {"crossOrigin", cross_origin}};
        return json.dump();
    }
    std::string create(ByteView challenge) const {
        const auto object = Cbor().map(3).text("fmt").text("none").text("attStmt").map(0).text("authData").bytes(data(0x40)).done();
        Json json = {{"id", to_base64url(credential_id)}, {"rawId", to_base64url(credential_id)}, {"type", "public-key"}};
        json["response"] = {{"clientDataJSON", to_base64url(as_bytes(client_data("webauthn.create", challenge)))},
                            {"attestationObject", to_base64url(object)}};
        return json.dump();
    }
    std::string get(ByteView challenge) const {
        const auto client = client_data("webauthn.get", challenge);
        const auto bytes = data(0);
        auto signature = key.sign(Writer().raw(bytes).raw(sha256(as_bytes(client))).bytes());
        if (bad_signature) signature.back() ^= 1;
        Json json = {{"id", to_base64url(credential_id)}, {"rawId", to_base64url(credential_id)}, {"type", "public-key"}};
        json["response"] = {{"clientDataJSON", to_base64url(as_bytes(client))},
                            {"authenticatorData", to_base64url(bytes)},
                            {"signature", to_base64url(signature)}};
        return json.dump();
    }

    crypto::PrivateKey key = crypto::PrivateKey::generate(Profile::general);
    Bytes credential_id, cose, trailing;
    std::string rp_id = "console.example", origin = "https://console.example", wrong_type;
    std::uint8_t flags = 0x05;
    std::uint32_t count = 0;
    bool cross_origin = false, bad_signature = false;
};

struct WebauthnTest : testing::Test {
    SystemRandom random;
    Bytes challenge = random.bytes(32);
    WebauthnPolicy policy{.rp_id = "console.example", .origins = {"https://console.example"}};
    Authenticator authenticator{random};
};

Bytes challenge_of(const std::string& options_json) { return *from_base64url(Json::parse(options_json)["challenge"].get<std::string>()); }

}  // namespace

// D11
TEST_F(WebauthnTest, RegistersAndAsserts) {
    const auto credential = must(verify_registration(policy, challenge, authenticator.create(challenge)));
    EXPECT_EQ(credential.id, authenticator.credential_id);
    EXPECT_EQ(credential.public_key, authenticator.key.public_key().spki());
    EXPECT_TRUE(credential.verifies_user);
    EXPECT_TRUE(verify_assertion(policy, challenge, credential, authenticator.get(challenge)));
}

// D11: one bend at a time, each refused in both ceremonies.
TEST_F(WebauthnTest, RefusesEveryBend) {
    policy.require_user_verification = true;
    const auto credential = must(verify_registration(policy, challenge, authenticator.create(challenge)));
    struct Bend {
        const char* name;
        std::function<void(Authenticator&)> apply;
        const ErrorKind& kind;
    };
    const std::vector<Bend> bends{
        {"origin", [](auto& a) { a.origin = "https://console.example.evil"; }, errors::kWebauthnRefused},
        {"origin scheme", [](auto& a) { a.origin = "http://console.example"; }, errors::kWebauthnRefused},
        {"cross origin", [](auto& a) { a.cross_origin = true; }, errors::kWebauthnRefused},
        {"type", [](auto& a) { a.wrong_type = "payment.get"; }, errors::kWebauthnRefused},
        {"rp", [](auto& a) { a.rp_id = "example"; }, errors::kWebauthnRefused},
        {"user not present", [](auto& a) { a.flags = 0x04; }, errors::kWebauthnRefused},
        {"user not verified", [](auto& a) { a.flags = 0x01; }, errors::kWebauthnRefused},
        {"backed up but not eligible", [](auto& a) { a.flags = 0x15; }, errors::kWebauthnRefused},
        {"trailing byte", [](auto& a) { a.trailing = {0}; }, errors::kWebauthnMalformed},
        {"extensions flag without extensions", [](auto& a) { a.flags = 0x85; }, errors::kWebauthnMalformed},
        {"extensions not a map", [](auto& a) { a.flags = 0x85, a.trailing = {0x01}; }, errors::kWebauthnMalformed},
        {"lying extensions", [](auto& a) { a.flags = 0x85, a.trailing = {0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}; },
         errors::kWebauthnMalformed},
    };
    for (const auto& bend : bends) {
        auto bent = authenticator;
        bend.apply(bent);
        EXPECT_REFUSED(verify_registration(policy, challenge, bent.create(challenge)), bend.kind) << bend.name;
        EXPECT_REFUSED(verify_assertion(policy, challenge, credential, bent.get(challenge)), bend.kind) << bend.name;
    }
    const auto other_challenge = random.bytes(32);
    EXPECT_REFUSED(verify_registration(policy, other_challenge, authenticator.create(challenge)), errors::kWebauthnRefused);
    EXPECT_REFUSED(verify_assertion(policy, other_challenge, credential, authenticator.get(challenge)), errors::kWebauthnRefused);
    EXPECT_REFUSED(verify_registration(policy, challenge, authenticator.get(challenge)), errors::kWebauthnRefused)
        << "an assertion is no registration";
    auto forged = authenticator;
    forged.bad_signature = true;
    EXPECT_REFUSED(verify_assertion(policy, challenge, credential, forged.get(challenge)), errors::kWebauthnRefused);
    Authenticator stranger(random);
    EXPECT_REFUSED(verify_assertion(policy, challenge, credential, stranger.get(challenge)), errors::kWebauthnRefused);
    stranger.credential_id = authenticator.credential_id;
    EXPECT_REFUSED(verify_assertion(policy, challenge, credential, stranger.get(challenge)), errors::kWebauthnRefused);
}

TEST_F(WebauthnTest, ExtensionsAreReadOver) {
    authenticator.flags = 0x85;
    authenticator.trailing = Cbor().map(1).text("credProtect").integer(2).done();
    EXPECT_TRUE(verify_registration(policy, challenge, authenticator.create(challenge)));
}

// D11
TEST_F(WebauthnTest, CounterMustGrow) {
    authenticator.count = 7;
    auto credential = must(verify_registration(policy, challenge, authenticator.create(challenge)));
    EXPECT_REFUSED(verify_assertion(policy, challenge, credential, authenticator.get(challenge)), errors::kWebauthnCloned);
    authenticator.count = 0;
    EXPECT_REFUSED(verify_assertion(policy, challenge, credential, authenticator.get(challenge)), errors::kWebauthnCloned);
    authenticator.count = 8;
    EXPECT_EQ(must(verify_assertion(policy, challenge, credential, authenticator.get(challenge))).sign_count, 8u);
}

TEST_F(WebauthnTest, MalformedAnswersAreRefusedWholly) {
    const auto good = Json::parse(authenticator.create(challenge));
    for (const char* text : {"", "[]", "{", "null", R"({"type":"public-key"})", R"({"type":"other","id":"AA","response":{}})"}) {
        EXPECT_REFUSED(verify_registration(policy, challenge, text), errors::kWebauthnMalformed) << text;
    }
    for (const char* member : {"clientDataJSON", "attestationObject"}) {
        for (const Json& value : {Json(1), Json(nullptr), Json("*"), Json("")}) {
            auto bent = good;
            bent["response"][member] = value;
            EXPECT_REFUSED(verify_registration(policy, challenge, bent.dump()), errors::kWebauthnMalformed) << member << value;
        }
    }
    auto other_id = good;
    other_id["id"] = "AAAA";
    EXPECT_REFUSED(verify_registration(policy, challenge, other_id.dump()), errors::kWebauthnRefused);
    // Cut at every length, the attestation object never reads as whole.
    const auto object = *from_base64url(good["response"]["attestationObject"].get<std::string>());
    for (std::size_t length = 0; length < object.size(); ++length) EXPECT_FALSE(read_attestation_object(ByteView(object).first(length)));
    auto longer = object;
    longer.push_back(0);
    EXPECT_REFUSED(read_attestation_object(longer), errors::kWebauthnMalformed);
    const auto data = must(read_attestation_object(object));
    for (std::size_t length = 0; length < data.size(); ++length) EXPECT_FALSE(read_authenticator_data(ByteView(data).first(length)));
}

TEST_F(WebauthnTest, KeysOutsideTheOfferAreRefused) {
    const auto with = [&](const Bytes& cose) {
        auto bent = authenticator;
        bent.cose = cose;
        return verify_registration(policy, challenge, bent.create(challenge));
    };
    const Bytes x(32, 1);
    EXPECT_REFUSED(with(Cbor()
                            .map(5)
                            .integer(1)
                            .integer(2)
                            .integer(3)
                            .integer(-7)
                            .integer(-1)
                            .integer(1)
                            .integer(-2)
                            .bytes(x)
                            .integer(-3)
                            .bytes(x)
                            .done()),
                   errors::kWebauthnMalformed)
        << "a point that is not on the curve";
    EXPECT_REFUSED(with(Cbor()
                            .map(4)
                            .integer(1)
                            .integer(3)
                            .integer(3)
                            .integer(-257)
                            .integer(-1)
                            .bytes(Bytes(128, 0xff))
                            .integer(-2)
                            .bytes(Bytes{1, 0, 1})
                            .done()),
                   errors::kWebauthnMalformed)
        << "RSA of 1024 bits";
    EXPECT_REFUSED(with(Cbor().map(2).integer(1).integer(2).integer(1).integer(2).done()), errors::kWebauthnMalformed) << "repeated label";
    EXPECT_REFUSED(with(Cbor().map(0).done()), errors::kWebauthnMalformed);
}

// RFC 8032, 7.1, test 3, and a 2048-bit modulus: the other two kinds of keys on offer.
TEST_F(WebauthnTest, EdDsaAndRsaKeysAreRead) {
    const auto public_key = *from_hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    authenticator.cose =
        Cbor().map(4).integer(1).integer(1).integer(3).integer(-8).integer(-1).integer(6).integer(-2).bytes(public_key).done();
    auto credential = must(verify_registration(policy, challenge, authenticator.create(challenge)));
    const auto key = must(crypto::PublicKey::from_spki(credential.public_key));
    EXPECT_EQ(key.algorithm(), "Ed25519");
    const auto signature = *from_hex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    EXPECT_TRUE(key.verify(Bytes{0xaf, 0x82}, signature));
    Bytes modulus = random.bytes(256);
    modulus.front() |= 0x80;
    modulus.back() |= 1;
    authenticator.cose =
        Cbor().map(4).integer(1).integer(3).integer(3).integer(-257).integer(-1).bytes(modulus).integer(-2).bytes(Bytes{1, 0, 1}).done();
    credential = must(verify_registration(policy, challenge, authenticator.create(challenge)));
    EXPECT_EQ(must(crypto::PublicKey::from_spki(credential.public_key)).algorithm(), "RSA 2048");
}

// D11: from first sign-in with a fingerprint to the next one, through the whole module.
TEST_F(WebauthnTest, IsAFirstAndASecondFactor) {
    House house;
    auto created = must(house.access->users().create_first_administrator());
    auto& sign_in = house.access->sign_in();
    auto step = must(sign_in.start("admin", created->one_time_password, house.from));
    authenticator.count = 1;
    EXPECT_REFUSED(sign_in.enrol_webauthn(step.challenge, authenticator.create(challenge), house.from), errors::kWebauthnRefused);
    const auto session =
        must(sign_in.enrol_webauthn(step.challenge, authenticator.create(challenge_of(step.webauthn_options)), house.from));
    const auto factors = must(house.access->factors().list(created->user.id));
    ASSERT_EQ(factors.size(), 1u);
    EXPECT_TRUE(factors[0].verifies_user);
    EXPECT_REFUSED(house.access->factors().remove(session.caller, factors[0].id), errors::kLastFactor);
    step = must(sign_in.start("admin", created->one_time_password, house.from));
    EXPECT_FALSE(step.must_enrol);
    EXPECT_EQ(step.methods, std::vector{FactorKind::webauthn});
    EXPECT_REFUSED(sign_in.enrol_webauthn(step.challenge, authenticator.create(challenge_of(step.webauthn_options)), house.from),
                   errors::kEnrolmentNotAllowed);
    authenticator.count = 2;
    const auto answer = authenticator.get(challenge_of(step.webauthn_options));
    EXPECT_TRUE(sign_in.with_webauthn(step.challenge, answer, house.from));
    // The same answer again, in a new challenge and over a restart: the challenge is another one, and so is the counter.
    house.reopen();
    step = must(house.access->sign_in().start("admin", created->one_time_password, house.from));
    EXPECT_REFUSED(house.access->sign_in().with_webauthn(step.challenge, answer, house.from), errors::kWebauthnRefused);
    EXPECT_REFUSED(
        house.access->sign_in().with_webauthn(step.challenge, authenticator.get(challenge_of(step.webauthn_options)), house.from),
        errors::kWebauthnCloned);
}

TEST_F(WebauthnTest, OneAuthenticatorBelongsToOneAccountAndFactorsCanBeAddedAndRemoved) {
    SettledHouse house;
    auto& factors = house.access->factors();
    const auto session = house.sign_in_administrator();
    EXPECT_REFUSED(factors.confirm_webauthn(session.caller, authenticator.create(challenge), "key"), errors::kChallengeUnknown);
    const auto options = must(factors.begin_webauthn(session.caller));
    const auto added = must(factors.confirm_webauthn(session.caller, authenticator.create(challenge_of(options)), "办公室指纹"));
    EXPECT_EQ(added.label, "办公室指纹");
    EXPECT_REFUSED(factors.confirm_webauthn(session.caller, authenticator.create(challenge_of(options)), "key"), errors::kChallengeUnknown);
    auto created = must(house.access->users().create(session.caller, {"guard", Role::guard, "zh"}));
    const auto step = must(house.access->sign_in().start("guard", created.one_time_password, house.from));
    EXPECT_REFUSED(
        house.access->sign_in().enrol_webauthn(step.challenge, authenticator.create(challenge_of(step.webauthn_options)), house.from),
        errors::kFactorEnrolled);
    const auto phone = must(factors.begin_totp(session.caller));
    EXPECT_REFUSED(factors.confirm_totp(session.caller, "12", "phone"), errors::kCodeWrong);
    must(factors.confirm_totp(session.caller, house.code(phone.secret), "phone"));
    EXPECT_EQ(must(factors.list(house.administrator)).size(), 3u);
    must(factors.remove(session.caller, added.id));
    EXPECT_REFUSED(factors.remove(session.caller, added.id), errors::kFactorUnknown);
    EXPECT_EQ(house.entries("user.factor_removed").size(), 1u);
}

}  // namespace md::access::test
