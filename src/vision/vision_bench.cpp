// How long each stage takes and how much of it is the models' own: "model_*" runs a model on a ready tensor, "stage_*" the whole stage
// around it. Goal: the models take 85 % or more of decode, detect, landmarks, embed and texture together. Needs MIANDUN_MODELS.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>

#include "base/files.h"
#include "vision/face_search.h"
#include "vision/golden.h"
#include "vision/views.h"

namespace md::vision {
namespace {

const ModelSet& models() {
    static const ModelSet set = [] {
        const char* const folder = std::getenv("MIANDUN_MODELS");
        const char* const manifest = std::getenv("MIANDUN_MANIFEST");
        return must(ModelSet::load(must(read_manifest(manifest ? manifest : "models/default.yaml")), folder ? folder : ""));
    }();
    return set;
}

// The built-in drawing on a 640 x 480 picture, as a door camera would show a face.
const Image& scene() {
    static const Image made = [] {
        Image image(640, 480);
        writable_view(image).setTo(cv::Scalar(90, 100, 110));
        const Image face = self_test_drawing();
        view(face).copyTo(writable_view(image)(cv::Rect(200, 120, 240, 240)));
        return image;
    }();
    return made;
}

const Face& face_of_scene() {
    static const Face face = must(models().complete(view(scene()), must(models().detector->pass(view(scene()), 0.65f)).front()));
    return face;
}

template <class Work>
void measure(benchmark::State& state, Work work) {
    for (auto _ : state) benchmark::DoNotOptimize(work());
}

// On the drawing's pixels, not on zeros: these models run a quarter faster on nothing.
void time_model(benchmark::State& state, const ModelFile& file) {
    const auto& spec = file.input;
    const auto session =
        must(ModelSession::open(must(read_file(std::filesystem::path(std::getenv("MIANDUN_MODELS")) / file.file)), spec, file.outputs));
    cv::Mat pixels;
    const Image drawing = self_test_drawing();
    cv::resize(view(drawing), pixels, {spec.width, spec.height});
    if (spec.channels == Channels::grey) cv::cvtColor(pixels, pixels, cv::COLOR_BGR2GRAY);
    Tensor input(spec);
    fill(input, pixels, spec);
    measure(state, [&] { return must(session->run(input)).size(); });
}

void model_detect(benchmark::State& state) { time_model(state, models().manifest.detector); }
void model_landmarks(benchmark::State& state) { time_model(state, *models().manifest.landmarks); }
void model_embed(benchmark::State& state) { time_model(state, models().manifest.recogniser); }
void model_texture(benchmark::State& state) { time_model(state, models().manifest.pad.front()); }

void stage_decode(benchmark::State& state) {
    const Bytes jpeg = must(encode_jpeg(scene()));
    measure(state, [&] { return must(decode_image(jpeg)).width(); });
}
void stage_detect(benchmark::State& state) {
    measure(state, [] { return must(models().detector->pass(view(scene()), 0.65f)).size(); });
}
void stage_detect_with_tiles(benchmark::State& state) {
    measure(state, [] { return must(search_faces(*models().detector, view(scene()), {})).size(); });
}
void stage_landmarks(benchmark::State& state) {
    measure(state, [] { return must(models().landmarks->run(view(scene()), face_of_scene().box)).size(); });
}
void stage_embed(benchmark::State& state) {
    measure(state, [] {
        WipedMat aligned;
        models().recogniser->align(view(scene()), face_of_scene().landmarks, aligned);
        return must(models().recogniser->embed(aligned.mat)).values().size();
    });
}
void stage_embed_views(benchmark::State& state) {
    measure(state, [] { return must(embed_views(models(), view(scene()), face_of_scene())).values().size(); });
}
void stage_texture(benchmark::State& state) {
    measure(state, [] { return *must(models().texture(view(scene()), face_of_scene().box)); });
}

BENCHMARK(model_detect)->Unit(benchmark::kMicrosecond);
BENCHMARK(stage_detect)->Unit(benchmark::kMicrosecond);
BENCHMARK(stage_detect_with_tiles)->Unit(benchmark::kMicrosecond);
BENCHMARK(model_landmarks)->Unit(benchmark::kMicrosecond);
BENCHMARK(stage_landmarks)->Unit(benchmark::kMicrosecond);
BENCHMARK(model_embed)->Unit(benchmark::kMicrosecond);
BENCHMARK(stage_embed)->Unit(benchmark::kMicrosecond);
BENCHMARK(stage_embed_views)->Unit(benchmark::kMicrosecond);
BENCHMARK(model_texture)->Unit(benchmark::kMicrosecond);
BENCHMARK(stage_texture)->Unit(benchmark::kMicrosecond);
BENCHMARK(stage_decode)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace md::vision
