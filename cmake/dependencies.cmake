# Everything from outside, as imported targets. Where setup put things stands in build/paths.cmake.
include(${CMAKE_SOURCE_DIR}/build/paths.cmake OPTIONAL RESULT_VARIABLE MIANDUN_PATHS)
if(NOT MIANDUN_PATHS)
  message(FATAL_ERROR "build/paths.cmake is missing: run ./setup first")
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# OpenSSL 4.0, static and private. Only module crypto (and net, through Asio's SSL stream) links it.
set(OPENSSL_ROOT_DIR ${MIANDUN_OPENSSL_ROOT})
set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL 4.0 REQUIRED)

add_library(onnxruntime SHARED IMPORTED GLOBAL)
set_target_properties(onnxruntime PROPERTIES
  IMPORTED_LOCATION ${MIANDUN_ONNXRUNTIME_ROOT}/lib/libonnxruntime.so.1
  INTERFACE_INCLUDE_DIRECTORIES ${MIANDUN_ONNXRUNTIME_ROOT}/include)

find_package(Boost 1.74 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(date REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
# OpenCV: core, imgproc and imgcodecs only. Their packages carry no CMake configuration (only the all-in-one package does).
foreach(part core imgproc imgcodecs)
  find_library(OPENCV_${part} opencv_${part} REQUIRED)
  add_library(opencv_${part} SHARED IMPORTED GLOBAL)
  set_target_properties(opencv_${part} PROPERTIES IMPORTED_LOCATION ${OPENCV_${part}} INTERFACE_SYSTEM_INCLUDE_DIRECTORIES /usr/include/opencv4 INTERFACE_INCLUDE_DIRECTORIES /usr/include/opencv4)
endforeach()
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(gcrypt REQUIRED IMPORTED_TARGET libgcrypt)
pkg_check_modules(cbor REQUIRED IMPORTED_TARGET libcbor)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(ffmpeg REQUIRED IMPORTED_TARGET libavformat libavcodec libavdevice libavutil libswscale)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
if(MIANDUN_TESTS)
  find_package(GTest REQUIRED)
  find_package(benchmark REQUIRED)
  find_library(RAPIDCHECK_LIBRARY rapidcheck)
  # The peer of bench_templates: a static library, whose own needs are named here.
  find_library(FAISS_LIBRARY faiss REQUIRED)
  find_package(LAPACK REQUIRED)
  add_library(faiss INTERFACE)
  target_link_libraries(faiss INTERFACE ${FAISS_LIBRARY} gomp LAPACK::LAPACK)
endif()
