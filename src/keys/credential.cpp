#include "keys/credential.hpp"

#include <unistd.h>

#include <cstdlib>

namespace klik::keys {

namespace {

constexpr const char* credential_store = "/etc/credstore";

} // namespace

domain::Result<std::filesystem::path> credential_path(const std::string& name) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) {
        return domain::malformed(name, "a credential is named without `/`");
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): none of ours ever sets one
    const char* passed = std::getenv("CREDENTIALS_DIRECTORY");
    auto path = std::filesystem::path{passed == nullptr ? credential_store : passed} / name;
    if (::access(path.c_str(), F_OK) == 0) {
        return path;
    }
    return std::unexpected(domain::Problem{
        "not_found", name,
        passed == nullptr
            ? "no credential of this name: systemd passed none to this program, and " +
                  path.native() + " cannot be found by its user"
            : "systemd passed no credential of this name; the unit needs LoadCredential=" + name +
                  ", and the file " + credential_store + "/" + name + " has to be there"});
}

} // namespace klik::keys
