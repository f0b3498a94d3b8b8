#include "source_dir.h"

namespace md::test {

std::filesystem::path source_dir() { return MIANDUN_SOURCE_DIR; }

}  // namespace md::test
