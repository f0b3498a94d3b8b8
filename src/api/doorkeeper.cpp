#include "api/doorkeeper.h"

#include "access/addresses.h"
#include "access/errors.h"
#include "api/errors.h"
#include "api/json_reader.h"
#include "base/errors.h"
#include "base/log.h"

namespace md::api {
namespace {

constexpr std::size_t kKeys = 20'000;                              // buckets of each rate limiter
constexpr access::RateLimiter::Rate kNoteOfRefusals{1.0 / 60, 1};  // one ledger entry a minute for the same refusal to the same caller
constexpr std::string_view kSessionCookie = "md_session", kBearer = "Bearer ";

tl::unexpected<Refusal> no(Refusal refusal) { return tl::unexpected(std::move(refusal)); }

// RFC 9110: at least one second.
std::chrono::seconds rounded_up(std::chrono::milliseconds time) {
    return std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(time));
}

// Who owns an IPv6 network has as many addresses as he likes.
std::string bucket_of(const std::string& peer_address) {
    const auto address = access::Address::parse(peer_address);
    return address ? address->bucket() : peer_address;
}

net::Response to_response(const Refusal& refusal, const std::string& request_id) {
    auto response = net::problem(refusal.error, request_id, refusal.members.empty() ? "" : refusal.members.dump());
    if (refusal.retry_after)
        response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_after->count()));
    else if (response.status == 503 || response.status == 429)
        response.headers.emplace_back("Retry-After", "1");
    if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"miandun\"");
    return response;
}

}  // namespace

Doorkeeper::Doorkeeper(const PlatformParts& parts)
    : parts_(parts),
      idempotency_(*parts.stores, *parts.clock),
      peers_(parts.rates.peer, kKeys, *parts.clock),
      callers_(parts.rates.caller, kKeys, *parts.clock),
      sign_ins_(parts.rates.sign_in, kKeys, *parts.clock),
      heavy_(parts.rates.heavy, kKeys, *parts.clock),
      notes_(kNoteOfRefusals, kKeys, *parts.clock),
      streams_(parts.stream_check) {}

net::Response Doorkeeper::serve(const Operation& operation, const OperationHandler& handler, net::Request& request) {
    const auto begun = parts_.clock->steady();
    return finished(operation, request, admit(operation, handler, request), begun);
}

std::optional<net::Response> Doorkeeper::refuse_early(const Operation& operation, net::Request& request) {
    const auto begun = parts_.clock->steady();
    auto visitor = let_in(operation, request);
    if (visitor) return std::nullopt;
    return finished(operation, request, no(std::move(visitor.error())), begun);
}

net::Response Doorkeeper::finished(const Operation& operation, const net::Request& request, Answer answered, SteadyTime begun) {
    if (!answered && answered.error().error.kind().http_status >= 500)
        log::error("api", "{} [{}]: {}", operation.id, request.id, answered.error().error.text());
    else if (!answered)
        log::debug("api", "{} [{}]: {}", operation.id, request.id, answered.error().error.text());
    auto response = answered ? std::move(*answered) : to_response(answered.error(), request.id);
    guard_stream(operation, request, response);
    parts_.metrics->add(operation.id, response.status, parts_.clock->steady() - begun);
    if (!request.tls.version.empty()) parts_.metrics->add_tls(request.tls.version, request.tls.suite);
    return response;
}

Answer Doorkeeper::admit(const Operation& operation, const OperationHandler& handler, net::Request& request) {
    auto let = let_in(operation, request);
    if (!let) return no(std::move(let.error()));
    const auto visitor = std::move(*let);
    auto body = read(operation, request);
    if (!body) return no(body.error());
    // Only callers with a name have their repeats recognised: an open door keeps nothing for strangers.
    const auto key = request.header("idempotency-key");
    const bool repeatable = !key.empty() && operation.method == "POST" && !operation.open;
    const auto full_key = visitor.caller.actor() + "\n" + operation.id + "\n" + request.path + "\n" + key;
    if (repeatable) {
        auto first = idempotency_.begin(full_key, request);
        if (!first) return refuse(first.error());
        if (*first) return Answer(std::move(**first));
    }
    if (operation.body) request.body.clear();  // what is parsed is enough
    Call call{request, visitor.caller, visitor.session ? &*visitor.session : nullptr, std::move(*body)};
    Answer answered = refuse(errors::kInternal);
    try {
        answered = handler(call);
    } catch (const std::exception& broken) {
        log::error("api", "{} [{}] threw: {}", operation.id, request.id, broken.what());
    }
    if (repeatable && answered)
        idempotency_.finish(full_key, *answered);
    else if (repeatable)
        idempotency_.finish(full_key, to_response(answered.error(), request.id));
    return answered;
}

// Nobody for an open door. Who was asked before the body came is asked again after it, since that may take a minute, but pays once.
tl::expected<Doorkeeper::Visitor, Refusal> Doorkeeper::let_in(const Operation& operation, const net::Request& request) {
    if (!request.let_in) {
        if (auto slow = slow_down(operation, request, nullptr); !slow) return no(slow.error());
    }
    if (operation.open) return Visitor();
    auto visitor = identify(operation, request);
    if (!visitor) return visitor;
    if (!request.let_in) {
        if (auto slow = slow_down(operation, request, &*visitor); !slow) return no(slow.error());
    }
    if (auto allowed = permit(operation, *visitor); !allowed) return no(allowed.error());
    return visitor;
}

// D11: a session made with two factors, or a device's key that fits its certificate or address. The session wins when both come.
tl::expected<Doorkeeper::Visitor, Refusal> Doorkeeper::identify(const Operation& operation, const net::Request& request) {
    if (const auto token = request.cookie(kSessionCookie); operation.by_session && !token.empty()) {
        auto session = parts_.access->sessions().authenticate(token);
        if (!session) return no(session.error());
        if (operation.unsafe()) {
            if (auto fits = access::Sessions::check_csrf(*session, request.header("x-csrf-token")); !fits) return no(fits.error());
        }
        auto caller = session->caller;
        return Visitor{std::move(caller), std::move(*session)};
    }
    const auto authorization = request.header("authorization");
    if (operation.by_device && authorization.starts_with(kBearer)) {
        const auto certificate = request.tls.peer_certificate ? ByteView(*request.tls.peer_certificate) : ByteView();
        auto caller = parts_.access->devices().authenticate(std::string_view(authorization).substr(kBearer.size()), request.peer_address,
                                                            certificate);
        if (!caller) return no(caller.error());
        return Visitor{std::move(*caller), std::nullopt};
    }
    return no(errors::kNotSignedIn);
}

// A stream outlives its request: who opened it is asked for again and again.
void Doorkeeper::guard_stream(const Operation& operation, const net::Request& request, net::Response& response) {
    if (!response.stream && !response.parts) return;
    const auto guarded = [this, allowed = still_allowed(operation, request)](auto fill) {
        return [this, allowed, fill = std::move(fill)](auto sink) {
            streams_.watch({[sink] { return sink->open(); }, [sink] { sink->close(); }, allowed});
            fill(std::move(sink));
        };
    };
    if (response.stream) response.stream = guarded(std::move(response.stream));
    if (response.parts) response.parts = guarded(std::move(response.parts));
}

std::function<bool()> Doorkeeper::still_allowed(const Operation& operation, const net::Request& request) {
    auto again = std::make_shared<net::Request>();
    again->method = request.method;
    again->headers = request.headers;
    again->peer_address = request.peer_address;
    again->tls = request.tls;
    return [this, &operation, again] {
        const auto visitor = identify(operation, *again);
        return visitor && std::any_of(operation.permissions.begin(), operation.permissions.end(),
                                      [&](access::Permission one) { return visitor->caller.may(one); });
    };
}

tl::expected<void, Refusal> Doorkeeper::permit(const Operation& operation, const Visitor& visitor) {
    for (const auto permission : operation.permissions) {
        if (visitor.caller.may(permission)) return {};
    }
    note_refusal(operation, visitor);
    return no(visitor.caller.must_change_password ? errors::kMustChangePassword : errors::kForbidden);
}

// D19: access control can be audited.
void Doorkeeper::note_refusal(const Operation& operation, const Visitor& visitor) {
    if (notes_.take(visitor.caller.actor() + " " + operation.id) > std::chrono::milliseconds(0)) return;
    ledger::Entry entry;
    entry.actor = visitor.caller.actor();
    entry.action = "access.refused";
    entry.object = operation.id;
    entry.outcome = "refused";
    entry.clause = "D19";
    entry.detail_json = "{}";
    if (auto written = parts_.ledger->append(std::move(entry)); !written)
        log::error("api", "refusal not in the ledger: {}", written.error().text());
}

tl::expected<void, Refusal> Doorkeeper::slow_down(const Operation& operation, const net::Request& request, const Visitor* visitor) {
    auto wait = std::chrono::milliseconds(0);
    if (!visitor) {
        const auto peer = bucket_of(request.peer_address);
        wait = peers_.take(peer);
        if (wait.count() == 0 && operation.rate == RateClass::sign_in) wait = sign_ins_.take(peer);
    } else {
        const auto actor = visitor->caller.actor();
        wait = callers_.take(actor);
        if (wait.count() == 0 && operation.rate == RateClass::heavy) wait = heavy_.take(actor);
    }
    if (wait.count() == 0) return {};
    Refusal refusal(errors::kRateLimited);
    refusal.retry_after = rounded_up(wait);
    return no(std::move(refusal));
}

// Parameters and body against the contract: what it does not name is refused.
tl::expected<Json, Refusal> Doorkeeper::read(const Operation& operation, const net::Request& request) const {
    std::vector<Fault> faults;
    std::set<std::string> known;
    for (const auto& parameter : operation.parameters) {
        std::optional<std::string> text;
        if (parameter.place == Parameter::Place::path) {
            text = request.captures.at(parameter.name);
        } else if (parameter.place == Parameter::Place::query) {
            known.insert(parameter.name);
            if (const auto found = request.query.find(parameter.name); found != request.query.end()) text = found->second;
        } else {
            std::string name = parameter.name;
            for (auto& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            if (const auto found = request.headers.find(name); found != request.headers.end()) text = found->second;
        }
        if (text)
            parameter.schema->check_text(*text, parameter.name, faults);
        else if (parameter.required)
            faults.push_back({parameter.name, "缺少此参数", "is missing"});
    }
    for (const auto& [name, value] : request.query) {
        if (!known.contains(name)) faults.push_back({name, "不认识的参数", "is not known"});
    }
    Json body;
    if (!operation.content_type.empty()) {
        const auto given = request.header("content-type");
        if (given.substr(0, given.find(';')) != operation.content_type) return no(errors::kContentType);
    }
    if (operation.body) {
        auto parsed = read_json(as_text(request.body.view()));
        if (!parsed) return no(errors::kInvalidJson);
        body = std::move(*parsed);
        operation.body->check(body, "", faults);
    }
    if (faults.empty()) return body;
    if (faults.size() > kMostFaults) faults.resize(kMostFaults);
    Out fields = Out::array();
    for (const auto& fault : faults) fields.push_back({{"path", fault.path}, {"zh", fault.zh}, {"en", fault.en}});
    return no(Refusal(errors::kInvalidRequest, {{"fields", std::move(fields)}}));
}

}  // namespace md::api
