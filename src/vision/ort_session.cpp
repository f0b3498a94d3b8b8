#include "vision/ort_session.h"

#include <fmt/format.h>
#include <onnxruntime_c_api.h>

#include <algorithm>
#include <cstdlib>

#include "vision/errors.h"
#include "vision/flush_denormals.h"

namespace md::vision {
namespace {

const OrtApi& ort() {
    // The header is of API 21, the library of 1.30: newer libraries serve every older API.
    static const OrtApi* const api = OrtGetApiBase()->GetApi(21);
    if (!api) throw Fatal(Error(errors::kModelRun, "this ONNX Runtime does not offer API 21"));
    return *api;
}

// The text of a failed call; empty when it went well.
std::string problem_of(OrtStatus* status) {
    if (!status) return {};
    std::string text = ort().GetErrorMessage(status);
    ort().ReleaseStatus(status);
    return text.empty() ? "unknown" : text;
}

#define MD_ORT(kind, call)                                                                 \
    do {                                                                                   \
        if (auto problem = problem_of(call); !problem.empty()) return fail(kind, problem); \
    } while (false)

// From 1.30 on the runtime keeps a number of this machine and a diary of sessions, with the program's path, in the user's home and in /tmp,
// to be sent to its maker. It looks for this word once, when the environment is made; the call of its API would come after.
OrtEnv* environment() {
    static OrtEnv* const env = [] {
        ::setenv("ORT_DISABLE_TELEMETRY", "1", 1);
        OrtEnv* made = nullptr;
        if (const auto problem = problem_of(ort().CreateEnv(ORT_LOGGING_LEVEL_ERROR, "miandun", &made)); !problem.empty())
            throw Fatal(Error(errors::kModelRun, problem));
        return made;
    }();
    return env;
}

std::shared_ptr<OrtSessionOptions> release_later(OrtSessionOptions* options) {
    return {options, [](OrtSessionOptions* o) { ort().ReleaseSessionOptions(o); }};
}

Result<std::shared_ptr<OrtSessionOptions>> make_options() {
    OrtSessionOptions* raw = nullptr;
    MD_ORT(errors::kModelRun, ort().CreateSessionOptions(&raw));
    auto options = release_later(raw);
    MD_ORT(errors::kModelRun, ort().SetIntraOpNumThreads(raw, 1));
    MD_ORT(errors::kModelRun, ort().SetInterOpNumThreads(raw, 1));
    MD_ORT(errors::kModelRun, ort().SetSessionGraphOptimizationLevel(raw, ORT_ENABLE_ALL));
    MD_ORT(errors::kModelRun, ort().AddSessionConfigEntry(raw, "session.intra_op.allow_spinning", "0"));
    return options;
}

}  // namespace

struct ModelSession::Handle {
    OrtSession* session = nullptr;
    OrtMemoryInfo* memory = nullptr;
    ~Handle() {
        if (session) ort().ReleaseSession(session);
        if (memory) ort().ReleaseMemoryInfo(memory);
    }
    Result<std::vector<std::string>> names(bool inputs) const;
    Status check_input_shape(const InputSpec& spec) const;
};

Result<std::vector<std::string>> ModelSession::Handle::names(bool inputs) const {
    OrtAllocator* allocator = nullptr;
    MD_ORT(errors::kModelRun, ort().GetAllocatorWithDefaultOptions(&allocator));
    std::size_t count = 0;
    MD_ORT(errors::kModelRun, inputs ? ort().SessionGetInputCount(session, &count) : ort().SessionGetOutputCount(session, &count));
    std::vector<std::string> found;
    for (std::size_t i = 0; i < count; ++i) {
        char* name = nullptr;
        MD_ORT(errors::kModelRun,
               inputs ? ort().SessionGetInputName(session, i, allocator, &name) : ort().SessionGetOutputName(session, i, allocator, &name));
        found.emplace_back(name);
        MD_ORT(errors::kModelRun, ort().AllocatorFree(allocator, name));
    }
    return found;
}

Status ModelSession::Handle::check_input_shape(const InputSpec& spec) const {
    OrtTypeInfo* raw = nullptr;
    MD_ORT(errors::kModelRun, ort().SessionGetInputTypeInfo(session, 0, &raw));
    const std::shared_ptr<OrtTypeInfo> type(raw, [](OrtTypeInfo* t) { ort().ReleaseTypeInfo(t); });
    const OrtTensorTypeAndShapeInfo* info = nullptr;
    MD_ORT(errors::kModelRun, ort().CastTypeInfoToTensorInfo(raw, &info));
    std::size_t rank = 0;
    if (!info) return fail(errors::kManifestInvalid, "the model's input is not a tensor");
    MD_ORT(errors::kModelRun, ort().GetDimensionsCount(info, &rank));
    std::vector<std::int64_t> shape(rank);
    MD_ORT(errors::kModelRun, ort().GetDimensions(info, shape.data(), rank));
    const auto wanted = spec.shape();
    // A negative dimension is free.
    const bool fits = rank == wanted.size() && std::equal(shape.begin(), shape.end(), wanted.begin(),
                                                          [](std::int64_t has, std::int64_t want) { return has < 0 || has == want; });
    if (!fits)
        return fail(errors::kManifestInvalid, fmt::format("input {}: the model wants [{}], the manifest says [{}]", spec.name,
                                                          fmt::join(shape, ","), fmt::join(wanted, ",")));
    return {};
}

ModelSession::ModelSession(std::unique_ptr<Handle> handle, std::string input, std::vector<std::string> outputs)
    : handle_(std::move(handle)), input_(std::move(input)), outputs_(std::move(outputs)) {
    for (const auto& name : outputs_) output_names_.push_back(name.c_str());
}
ModelSession::~ModelSession() = default;

Result<std::unique_ptr<ModelSession>> ModelSession::open(ByteView model, const InputSpec& input, std::vector<std::string> outputs) {
    MD_ASSIGN(const auto options, make_options());
    auto handle = std::make_unique<Handle>();
    MD_ORT(errors::kManifestInvalid,
           ort().CreateSessionFromArray(environment(), model.data(), model.size(), options.get(), &handle->session));
    MD_ORT(errors::kModelRun, ort().CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &handle->memory));
    MD_ASSIGN(const auto inputs, handle->names(true));
    MD_ASSIGN(const auto available, handle->names(false));
    if (inputs.size() != 1 || inputs[0] != input.name)
        return fail(errors::kManifestInvalid,
                    fmt::format("the model's inputs are [{}], the manifest says [{}]", fmt::join(inputs, ","), input.name));
    MD_TRY(handle->check_input_shape(input));
    if (outputs.empty()) outputs = available;
    for (const auto& name : outputs)
        if (std::find(available.begin(), available.end(), name) == available.end())
            return fail(errors::kManifestInvalid, fmt::format("the model has no output {}; it has [{}]", name, fmt::join(available, ",")));
    return std::unique_ptr<ModelSession>(new ModelSession(std::move(handle), input.name, std::move(outputs)));
}

Result<ModelOutputs> ModelSession::run(const Tensor& input) const {
    const auto release = [](OrtValue* value) { ort().ReleaseValue(value); };
    const auto values = input.values();
    OrtValue* raw = nullptr;
    // The runtime reads our memory in place; it never writes to an input.
    MD_ORT(errors::kModelRun,
           ort().CreateTensorWithDataAsOrtValue(handle_->memory, const_cast<float*>(values.data()), values.size_bytes(),
                                                input.shape().data(), input.shape().size(), ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &raw));
    const std::unique_ptr<OrtValue, decltype(release)> tensor(raw, release);
    const char* const input_name = input_.c_str();
    const OrtValue* const input_values[] = {raw};
    std::vector<OrtValue*> results(output_names_.size(), nullptr);
    const FlushDenormals flush;  // the runtime's own setting reaches only the thread that made the first session
    MD_ORT(errors::kModelRun,
           ort().Run(handle_->session, nullptr, &input_name, input_values, 1, output_names_.data(), output_names_.size(), results.data()));
    std::vector<std::shared_ptr<void>> owned;
    for (OrtValue* result : results) owned.emplace_back(result, [](void* value) { ort().ReleaseValue(static_cast<OrtValue*>(value)); });
    return ModelOutputs(std::move(owned));
}

ModelOutputs::ModelOutputs(std::vector<std::shared_ptr<void>> values) : values_(std::move(values)) {
    for (const auto& value : values_) {
        auto* const tensor = static_cast<OrtValue*>(value.get());
        OrtTensorTypeAndShapeInfo* info = nullptr;
        float* data = nullptr;
        std::size_t count = 0;
        ONNXTensorElementDataType type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
        if (!problem_of(ort().GetTensorTypeAndShape(tensor, &info)).empty())
            throw Fatal(Error(errors::kModelRun, "an output is not a tensor"));
        const std::string problem = problem_of(ort().GetTensorElementType(info, &type)) +
                                    problem_of(ort().GetTensorShapeElementCount(info, &count)) +
                                    problem_of(ort().GetTensorMutableData(tensor, reinterpret_cast<void**>(&data)));
        ort().ReleaseTensorTypeAndShapeInfo(info);
        if (!problem.empty() || type != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT)
            throw Fatal(Error(errors::kModelRun, "an output is not a tensor of floats"));
        spans_.emplace_back(data, count);
    }
}

}  // namespace md::vision
