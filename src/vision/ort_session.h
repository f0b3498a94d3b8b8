#pragma once
// One model in ONNX Runtime. The only room that includes onnxruntime_c_api.h is ort_session.cpp. Internal to this module.
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "vision/tensor.h"

namespace md::vision {

// Outputs of one run, in the order asked for; spans live as long as this object.
class ModelOutputs {
public:
    explicit ModelOutputs(std::vector<std::shared_ptr<void>> values);
    std::span<const float> operator[](std::size_t index) const { return spans_[index]; }
    std::size_t size() const { return spans_.size(); }
    const std::vector<std::span<const float>>& all() const { return spans_; }

private:
    std::vector<std::shared_ptr<void>> values_;
    std::vector<std::span<const float>> spans_;
};

// Thread-safe: run() may be called from many threads. One thread a call; scale by calling from more threads.
class ModelSession {
public:
    // `outputs` empty: all of the model's, in its own order. Errors: kManifestInvalid when the model lacks a named tensor or its input has
    // another shape.
    static Result<std::unique_ptr<ModelSession>> open(ByteView model, const InputSpec& input, std::vector<std::string> outputs);
    ~ModelSession();
    ModelSession(const ModelSession&) = delete;
    ModelSession& operator=(const ModelSession&) = delete;
    Result<ModelOutputs> run(const Tensor& input) const;
    const std::vector<std::string>& outputs() const { return outputs_; }

private:
    struct Handle;
    ModelSession(std::unique_ptr<Handle> handle, std::string input, std::vector<std::string> outputs);
    std::unique_ptr<Handle> handle_;
    std::string input_;
    std::vector<std::string> outputs_;
    std::vector<const char*> output_names_;
};

}  // namespace md::vision
