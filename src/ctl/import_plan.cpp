#include "ctl/import_plan.hpp"

#include "client/value_bytes.hpp"
#include "codec/klik_page.hpp"
#include "domain/ids.hpp"
#include "domain/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace klik::ctl {

namespace {

using domain::Problem;

constexpr std::string_view source = "/klikctl/import";

bool is_page_name(const std::filesystem::path& file) {
    const std::string extension = domain::lower_case(file.extension().string());
    return extension == ".txt" || extension == ".pdf";
}

/// Of one folder: its pages join `files`, the folders in it `folders`. Links to folders are left
/// alone, so that none is read twice or for ever.
void read_folder(const std::filesystem::path& folder, std::vector<std::filesystem::path>& files,
                 std::vector<std::filesystem::path>& folders, std::vector<Problem>& problems) {
    std::error_code error;
    std::filesystem::directory_iterator entry{folder, error};
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
        std::error_code ignored; // what vanishes meanwhile is no page
        if (entry->is_directory(ignored)) {
            if (!entry->is_symlink(ignored)) {
                folders.push_back(entry->path());
            }
        } else if (is_page_name(entry->path()) && entry->is_regular_file(ignored)) {
            files.push_back(entry->path());
        }
    }
    if (error) {
        problems.push_back(
            {"forbidden", folder.string(), "the folder cannot be read: " + error.message()});
    }
}

void add_folder(const std::filesystem::path& folder, PageFiles& found) {
    std::vector<std::filesystem::path> files;
    std::vector<Problem> problems;
    std::vector<std::filesystem::path> folders{folder};
    while (!folders.empty()) {
        const auto next = std::move(folders.back());
        folders.pop_back();
        read_folder(next, files, folders, problems);
    }
    if (files.empty() && problems.empty()) {
        problems.push_back(
            {"not_found", folder.string(), "no *.txt or *.pdf in or below this folder"});
    }
    std::ranges::sort(files);
    std::ranges::sort(problems, {}, &Problem::path);
    found.files.insert(found.files.end(), files.begin(), files.end());
    std::ranges::move(problems, std::back_inserter(found.problems));
}

Value value_of(const domain::FieldValue& value) {
    struct Converter {
        Value operator()(const domain::None& /*none*/) const { return nullptr; }
        Value operator()(const std::string& text) const { return text; }
        Value operator()(domain::Date date) const { return domain::iso_date(date); }
        Value operator()(const domain::PersonId& person) const {
            return Value::map({{"id", person.value}});
        }
        Value operator()(const std::vector<domain::TaskNumber>& numbers) const {
            Value::List list;
            for (const auto number : numbers) {
                list.emplace_back(number.value);
            }
            return list;
        }
    };
    return std::visit(Converter{}, value);
}

/// A heading without a name below it says no more than one with `-`.
void add_person(Value& data, domain::TaskField field, const std::optional<codec::PageName>& name) {
    if (!name) {
        return;
    }
    const auto* text = std::get_if<std::string>(&*name);
    data.set(std::string{domain::describe(field).name},
             text && !text->empty() ? Value::map({{"name", *text}}) : Value{});
}

Value data_of(const codec::KlikPage& page, const Municipality& municipality) {
    Value data = Value::map(
        {{"municipality", municipality.code}, {"number", page.observation.number.value}});
    for (const auto& description : domain::field_descriptions()) {
        if (const auto* value = page.observation[description.field]) {
            data.set(std::string{description.name}, value_of(*value));
        }
    }
    add_person(data, domain::TaskField::responsible, page.responsible);
    add_person(data, domain::TaskField::assignee, page.assignee);
    return data;
}

/// FNV-1a over what is told, not over the file: a later version that reads the file otherwise tells
/// another fact.
std::uint64_t content_hash(const Value& data) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char byte : client::to_bytes(data)) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 0x100000001B3U;
    }
    return hash;
}

/// `line 12` of the parser joins the file's name as compilers do it.
Problem in_file(const std::filesystem::path& file, Problem problem) {
    constexpr std::string_view line = "line ";
    std::string path = file.string();
    if (problem.path.starts_with(line)) {
        path += ":" + problem.path.substr(line.size());
    } else if (!problem.path.empty()) {
        path += ": " + problem.path;
    }
    problem.path = std::move(path);
    return problem;
}

bool is_of(const std::string& name, const Municipality& municipality) {
    return name == municipality.code ||
           domain::lower_case(name) == domain::lower_case(municipality.name);
}

} // namespace

std::optional<Municipality> municipality_from_health(std::string_view text) {
    constexpr std::size_t code_length = 4;
    const auto code = domain::municipality_code(text.substr(0, code_length));
    if (!code || text.size() <= code_length || text[code_length] != ' ') {
        return std::nullopt;
    }
    return Municipality{code->value, std::string{text.substr(code_length + 1)}};
}

PageFiles find_pages(const std::vector<std::string>& paths) {
    PageFiles found;
    for (const std::string& path : paths) {
        std::error_code error;
        const auto status = std::filesystem::status(path, error);
        if (std::filesystem::is_directory(status)) {
            add_folder(path, found);
        } else if (std::filesystem::exists(status)) {
            found.files.emplace_back(path);
        } else if (status.type() == std::filesystem::file_type::not_found) {
            found.problems.push_back({"not_found", path, "there is no such file or folder"});
        } else {
            found.problems.push_back({"forbidden", path, "cannot be read: " + error.message()});
        }
    }
    return found;
}

domain::Result<PlannedPage> plan_page(const std::filesystem::path& file, const PageFile& page,
                                      const Municipality& municipality) {
    auto parsed = codec::parse_klik_page(page.text);
    if (!parsed) {
        return std::unexpected(in_file(file, std::move(parsed.error())));
    }
    if (!is_of(parsed->municipality_name, municipality)) {
        return std::unexpected(Problem{
            "forbidden", file.string(),
            parsed->municipality_name.empty()
                ? fmt::format("the page does not say below KOMMUNE that it is of {}, which "
                              "this klikd serves",
                              municipality.name)
                : fmt::format("the page is of '{}', but this klikd serves {} ({}); import it "
                              "where that municipality is served, or correct the name in "
                              "klikd's configuration",
                              parsed->municipality_name, municipality.name, municipality.code)});
    }
    Value data = data_of(*parsed, municipality);
    const std::string time = domain::rfc3339(page.as_of);
    const std::int64_t number = parsed->observation.number.value;
    return PlannedPage{
        .fact = {.source = std::string{source},
                 .id = fmt::format("{}-{}-{:016x}", number, time, content_hash(data)),
                 .type = "dk.klik.task.observed.v1",
                 .time = time,
                 .data = std::move(data)},
        .number = number,
        .warnings = std::move(parsed->warnings)};
}

} // namespace klik::ctl
