// What SIGHUP does: rules, roles and keys, read again and put in force; the rest of the service is
// in service.cpp.

#include "daemon/sentences.hpp"
#include "daemon/service.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

namespace klik::daemon {

namespace {

constexpr std::string_view others_file_is_wrong =
    "another municipality's file has mistakes, and files are put in force all together or not at "
    "all; klikd's log has them";

} // namespace

std::vector<MunicipalitySettings> Service::settings() const {
    std::vector<MunicipalitySettings> settings;
    settings.reserve(offices_.size());
    for (const auto& office : offices_) {
        settings.push_back(office->settings());
    }
    return settings;
}

void Service::reload_rules() {
    const auto files = load_rule_files(settings());
    reloads_refused_.rules = !files || batch_.read_only();
    if (batch_.read_only()) {
        spdlog::error("[K131] the rules stay as they are: {}", batch_.why_read_only().text);
        return;
    }
    if (!files) {
        for (const auto& problem : files.error().all()) {
            spdlog::error("[K131] the rules stay as they are: {}", problem.sentence());
        }
        report_refused("rules_refused", files.error());
        return;
    }
    const auto now = clock().now();
    for (std::size_t i = 0; i < offices_.size(); ++i) {
        load_rules_if_changed(*offices_[i], (*files)[i]);
    }
    finish_batch(now);
}

void Service::reload_roles() {
    const auto files = load_roles_files(settings());
    reloads_refused_.roles = !files || batch_.read_only();
    if (batch_.read_only()) {
        spdlog::error("[K133] the roles stay as they are: {}", batch_.why_read_only().text);
        return;
    }
    if (!files) {
        for (const auto& problem : files.error().all()) {
            spdlog::error("[K133] the roles stay as they are: {}", problem.sentence());
        }
        report_refused("roles_refused", files.error());
        return;
    }
    const auto now = clock().now();
    for (std::size_t i = 0; i < offices_.size(); ++i) {
        load_roles_if_changed(*offices_[i], (*files)[i]);
    }
    finish_batch(now);
}

void Service::reload_keys() {
    if (authentication_->curve() == nullptr) {
        return;
    }
    const auto before = authentication_->reload();
    reloads_refused_.keys = !before;
    if (!before) {
        report_to_all("keys_refused", {{"problems", told_to_all(before.error())}});
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    for (auto& office : offices_) {
        office->keys_have_changed(*before, now);
        live_closed_ = office->reopen_live(now) || live_closed_;
    }
    const auto& authorised = authentication_->curve()->authorised;
    spdlog::info("[K161] {} key(s) are authorised from now on", authorised.size());
    if (*before != authorised) {
        report_to_all("keys_loaded", {{"keys", std::to_string(authorised.size())}});
    }
}

/// A municipality's file is nobody else's business.
void Service::report_refused(const std::string& kind, const RefusedFiles& files) {
    const auto now = clock().now();
    for (std::size_t i = 0; i < offices_.size(); ++i) {
        const auto& own = files.problems[i];
        offices_[i]->desk().report(
            kind,
            {{"problems", own.empty() ? std::string{others_file_is_wrong} : sentences_of(own)}},
            now);
    }
    finish_batch(now);
}

/// The file of keys is one for all municipalities: its mistakes may name what is another's.
std::string Service::told_to_all(const std::vector<domain::Problem>& problems) const {
    return offices_.size() == 1
               ? sentences_of(problems)
               : fmt::format("{} mistake(s), which klikd's log has", problems.size());
}

void Service::report_to_all(const std::string& kind,
                            const std::map<std::string, std::string>& details) {
    if (batch_.read_only()) {
        return; // the log has it
    }
    const auto now = clock().now();
    for (auto& office : offices_) {
        office->desk().report(kind, details, now);
    }
    finish_batch(now);
}

void Service::load_rules_if_changed(MunicipalityOffice& office, const RuleFile& file) {
    const auto& state = office.desk().state();
    if (state.rules_toml == file.toml && state.rules == file.rules) {
        return;
    }
    office.desk().load_rules(file, clock().now());
}

void Service::load_roles_if_changed(MunicipalityOffice& office, const codec::RolesFile& file) {
    if (!batch_.read_only()) {
        office.desk().load_roles(file, clock().now());
    }
}

} // namespace klik::daemon
