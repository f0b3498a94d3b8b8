#pragma once
// Expected failures are values. A Result<T> holds a T or an Error; an Error has three faces: a stable code for programs, a sentence for the
// user in zh-CN and en, and a detail for the log. The detail never reaches a user and must not hold personal data.
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace md {

// A kind of failure. Declare them as `inline constexpr ErrorKind` in the errors.h of the module that raises them; docs/errors.md is made from
// those files. code: module.what_is_wrong, never changed once released. http_status: what a door answers with. zh/en: a whole sentence that
// says what is wrong and, where there is one, what the user can do.
struct ErrorKind {
    std::string_view code;
    int http_status;
    std::string_view zh;
    std::string_view en;
};

class [[nodiscard]] Error {
public:
    Error(const ErrorKind& kind, std::string detail = {}) : kind_(&kind), detail_(std::move(detail)) {}  // NOLINT: implicit on purpose
    const ErrorKind& kind() const { return *kind_; }
    std::string_view code() const { return kind_->code; }
    const std::string& detail() const { return detail_; }
    bool is(const ErrorKind& kind) const { return kind_->code == kind.code; }
    // "module.code: detail", for logs.
    std::string text() const;
    // The sentence in one language ("zh" or "en"; anything else reads as zh).
    std::string_view message(std::string_view language) const;

private:
    const ErrorKind* kind_;
    std::string detail_;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(const ErrorKind& kind, std::string detail = {}) { return tl::unexpected<Error>(Error(kind, std::move(detail))); }
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

// Thrown only for broken invariants and failed start-up; carries an Error so that main can print it like any other.
class Fatal : public std::exception {
public:
    explicit Fatal(Error error) : error_(std::move(error)), text_(error_.text()) {}
    const Error& error() const { return error_; }
    const char* what() const noexcept override { return text_.c_str(); }

private:
    Error error_;
    std::string text_;
};

// For start-up code and tests: the value, or Fatal.
template <class T>
T must(Result<T> result) {
    if (!result) throw Fatal(std::move(result.error()));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace md

// MD_TRY(expression): returns the error to the caller if the expression failed. Both macros may hold a lambda that uses them too.
#define MD_TRY(expression) MD_TRY_IMPL(expression, MD_JOIN(md_try_, __COUNTER__))
#define MD_TRY_IMPL(expression, temporary)                               \
    do {                                                                 \
        auto temporary = (expression);                                   \
        if (!temporary) return ::md::fail(std::move(temporary.error())); \
    } while (false)

// MD_ASSIGN(auto value, expression): declares value from a Result, or returns its error.
#define MD_ASSIGN(declaration, expression) MD_ASSIGN_IMPL(declaration, expression, MD_JOIN(md_assign_, __COUNTER__))
#define MD_ASSIGN_IMPL(declaration, expression, temporary)           \
    auto temporary = (expression);                                   \
    if (!temporary) return ::md::fail(std::move(temporary.error())); \
    declaration = std::move(*temporary)
#define MD_JOIN(a, b) MD_JOIN_IMPL(a, b)
#define MD_JOIN_IMPL(a, b) a##b
