# What every target of the project shares: language level, warnings, sanitizers, the compiler cache.

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers are only cacheable when ccache overlooks their time stamps; another clone finds what this
    # one compiled when the folder's own name does not count.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE})
endif()

# A package is built with other flags and compilers than the tests, whose findings have been seen.
option(KLIK_WARNINGS_ARE_ERRORS "Refuse sources that the compiler warns of" ON)
set(werror $<$<BOOL:${KLIK_WARNINGS_ARE_ERRORS}>:-Werror>)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

function(klik_settings target)
    target_compile_features(${target} PUBLIC cxx_std_23)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
        -Wnon-virtual-dtor -Woverloaded-virtual
        # Where it optimises, GCC 12 finds null pointers inside its own strings and streams.
        $<$<CONFIG:Debug>:-Wnull-dereference> ${werror})
    if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
        # It takes a default member initialiser for a missing one, and libstdc++'s stable_sort for our use of
        # what that uses; GCC looks after our own.
        # Of sources taken as one, a name in one of them hides none of another's.
        target_compile_options(${target} PRIVATE -Wno-missing-designated-field-initializers
            -Wno-deprecated-declarations $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-shadow>)
    elseif(CMAKE_UNITY_BUILD)
        # It is about headers, and takes each source for one there.
        target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
    endif()
    if(KLIK_SANITIZE)
        # A null pointer that is used ends the program anyway, and x86 reads at any address; the checks of both,
        # before each access, take a third of the time to compile.
        target_compile_options(${target} PRIVATE -fsanitize=${KLIK_SANITIZE} -fno-sanitize-recover=all
            -fno-sanitize=null,alignment)
        target_link_options(${target} PRIVATE -fsanitize=${KLIK_SANITIZE})
        if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
            # GCC's flow analysis reports false positives in instrumented code.
            target_compile_options(${target} PRIVATE -Wno-null-dereference -Wno-maybe-uninitialized
                -Wno-tsan)
        endif()
    endif()
endfunction()

# klik_library(domain [PRIVATE_LIBRARIES ...] [LIBRARIES ...] [SOURCES ...]) makes klik::domain from the
# folder's sources. folder = namespace = target. What it includes is named by its folder.
function(klik_library name)
    cmake_parse_arguments(ARG "" "" "LIBRARIES;PRIVATE_LIBRARIES;SOURCES" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    add_library(klik_${name} STATIC ${sources} ${ARG_SOURCES})
    add_library(klik::${name} ALIAS klik_${name})
    set_target_properties(klik_${name} PROPERTIES EXPORT_NAME ${name})
    cmake_path(GET CMAKE_CURRENT_SOURCE_DIR PARENT_PATH folders)
    target_include_directories(klik_${name} PUBLIC $<BUILD_INTERFACE:${folders}>)
    target_link_libraries(klik_${name} PUBLIC ${ARG_LIBRARIES} PRIVATE ${ARG_PRIVATE_LIBRARIES})
    klik_settings(klik_${name})
endfunction()
