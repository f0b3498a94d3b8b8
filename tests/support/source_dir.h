#pragma once
// Where the sources lie: vectors, scenarios and tools of the tests are read from there. One small file knows the folder, so that all others
// compile to the same wherever the checkout stands, and a compiler cache serves every checkout.
#include <filesystem>

namespace md::test {

std::filesystem::path source_dir();

}  // namespace md::test
