// The main program of a target where the compiler has no libFuzzer: TARGET MUTATIONS [DICTIONARY]
// FOLDER... Reads each file of the folders, and then so many inputs that are made of them, the same
// each time. The input that ends the process is kept as finding-<target> in the working directory;
// it can be given as a folder's file, and to the program of the same name in the preset fuzz.

#include "fuzz/fuzz.hpp"
#include "fuzz/mutations.hpp"

#include <sanitizer/common_interface_defs.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace klik::fuzz {

namespace {

namespace fs = std::filesystem;

std::string finding_file;
std::string current;

void keep_input() {
    std::ofstream{finding_file, std::ios::binary} << current;
    std::cerr << "the input is kept as " << fs::absolute(finding_file).string() << '\n';
}

std::string bytes_of(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// In the order of their names, which no file system has by itself.
std::vector<std::string> inputs_in(const std::vector<fs::path>& folders) {
    std::vector<fs::path> files;
    for (const auto& folder : folders) {
        for (const auto& entry : fs::directory_iterator{folder}) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    std::vector<std::string> inputs;
    std::ranges::transform(files, std::back_inserter(inputs), bytes_of);
    return inputs;
}

void read(std::string input) {
    current = std::move(input);
    read_input(current);
}

int replay(std::size_t mutations, const std::vector<fs::path>& paths) {
    std::vector<fs::path> folders;
    std::vector<std::string> words;
    for (const auto& path : paths) {
        if (fs::is_directory(path)) {
            folders.push_back(path);
        } else {
            words = words_of_dictionary(bytes_of(path));
        }
    }
    const auto inputs = inputs_in(folders);
    if (inputs.empty()) {
        std::cerr << "there is no input to begin with\n";
        return 2;
    }
    for (const auto& input : inputs) {
        read(input);
    }
    Mutations made{inputs, std::move(words)};
    for (std::size_t count = 0; count < mutations; ++count) {
        read(made.next());
    }
    std::cout << inputs.size() << " inputs and " << mutations << " made of them\n";
    return 0;
}

} // namespace

} // namespace klik::fuzz

int main(int count, char** words) {
    using namespace klik::fuzz;
    const std::vector<std::string> given{words, words + count};
    std::size_t mutations = 0;
    if (count < 3 ||
        std::from_chars(words[1], words[1] + given[1].size(), mutations).ec != std::errc{}) {
        std::cerr << given.front() << " MUTATIONS [DICTIONARY] FOLDER...\n";
        return 2;
    }
    finding_file = "finding-" + fs::path{given.front()}.filename().string();
    __sanitizer_set_death_callback(keep_input);
    static_cast<void>(std::signal(SIGABRT, [](int) {
        keep_input();
        _exit(1);
    }));
    return replay(mutations, {given.begin() + 2, given.end()});
}
