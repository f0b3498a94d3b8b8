#include "crypto/password.h"

#include <gtest/gtest.h>

#include "base/errors.h"

namespace md::crypto {
namespace {

TEST(Password, VerifiesOnlyTheSamePassword) {  // D11
    const std::string hash = hash_password(as_bytes("正确的密码"), true);
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$"));
    EXPECT_TRUE(verify_password(as_bytes("正确的密码"), hash));
    EXPECT_FALSE(verify_password(as_bytes("正确的密碼"), hash));
    EXPECT_FALSE(verify_password({}, hash));
    EXPECT_NE(hash_password(as_bytes("正确的密码"), true), hash) << "salted";
    EXPECT_FALSE(verify_password(as_bytes("x"), "not a hash"));
}

TEST(Password, CheapHashesAreDueForARehash) {
    EXPECT_TRUE(needs_rehash(hash_password(as_bytes("x"), true)));
    EXPECT_FALSE(needs_rehash(hash_password(as_bytes("x"))));
}

TEST(Password, PassphraseKeysDependOnPassphraseAndSalt) {
    const Bytes salt(16, 1), other(16, 2);
    const auto key = must(key_from_passphrase(as_bytes("pass phrase"), salt, 32));
    EXPECT_EQ(to_bytes(must(key_from_passphrase(as_bytes("pass phrase"), salt, 32)).view()), to_bytes(key.view()));
    EXPECT_NE(to_bytes(must(key_from_passphrase(as_bytes("pass phrase"), other, 32)).view()), to_bytes(key.view()));
    EXPECT_NE(to_bytes(must(key_from_passphrase(as_bytes("pass phrasf"), salt, 32)).view()), to_bytes(key.view()));
    EXPECT_FALSE(key_from_passphrase(as_bytes("pass phrase"), Bytes(8), 32));
}

}  // namespace
}  // namespace md::crypto
