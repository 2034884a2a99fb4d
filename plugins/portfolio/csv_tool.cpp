#include "portfolio/csv_tool.hpp"

#include "portfolio/csv_sheet.hpp"
#include "portfolio/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace klik::portfolio {

namespace {

namespace fs = std::filesystem;

std::unexpected<Error> gone(const std::string& id) {
    return std::unexpected{Error{"gone", fmt::format("the row {} is not there", id)}};
}

bool can_name_a_file(const std::string& project) {
    const auto is_odd = [](char each) {
        return each == '/' || each == '\\' || static_cast<unsigned char>(each) < 0x20;
    };
    return !project.empty() && !project.starts_with('.') && std::ranges::none_of(project, is_odd);
}

std::string project_of(const std::string& id) {
    return id.substr(0, id.find('/'));
}

common::Time time_of(const fs::path& path) {
    std::error_code failed;
    const auto written = fs::last_write_time(path, failed);
    return failed ? common::Time{}
                  : std::chrono::floor<std::chrono::milliseconds>(
                        std::chrono::file_clock::to_sys(written));
}

/// Of the rows with a number, from the top. Of several with one number the first has the plain id.
std::vector<std::string> ids_in(const CsvSheet& sheet, const std::string& project) {
    std::vector<std::string> ids;
    std::map<std::int64_t, int> seen;
    for (const auto row : sheet.numbered()) {
        const auto number = sheet.number(row).value_or(0);
        const int times = ++seen[number];
        ids.push_back(times == 1 ? fmt::format("{}/{}", project, number)
                                 : fmt::format("{}/{}#{}", project, number, times));
    }
    return ids;
}

std::optional<std::size_t> row_of(const CsvSheet& sheet, const std::string& project,
                                  const std::string& id) {
    const auto ids = ids_in(sheet, project);
    const auto found = std::ranges::find(ids, id);
    return found == ids.end()
               ? std::nullopt
               : std::optional{sheet.numbered().at(static_cast<std::size_t>(found - ids.begin()))};
}

std::string without_links(const CsvVersion& version) {
    return fmt::format("{:016x}-", version.others);
}

std::string words_of(const CsvVersion& version) {
    return fmt::format("{}{:016x}", without_links(version), version.prerequisites);
}

/// The row of an item that is still as `known`, its links aside.
Result<std::size_t> unchanged_row(const CsvSheet& sheet, const Item& known) {
    const auto row = row_of(sheet, known.project, known.id);
    if (!row) {
        return gone(known.id);
    }
    if (!known.version.starts_with(without_links(sheet.version(*row)))) {
        return std::unexpected{
            Error{"stale", fmt::format("the row {} was changed by somebody", known.id)}};
    }
    return *row;
}

std::optional<std::string> a_folder(std::string_view words) {
    return words.empty() ? std::nullopt : std::optional{std::string{words}};
}

} // namespace

CsvSettings read_csv_settings(common::Section& plugin) {
    common::Section section{plugin, "csv"};
    static_cast<void>(section.required("folder", a_folder, "a text that names a folder"));
    CsvSettings settings{section.file("folder").value_or("")};
    section.finish();
    return settings;
}

CsvTool::CsvTool(CsvSettings settings, const Mapping& mapping) : settings_{std::move(settings)} {
    for (const auto& [canonical, name] : mapping.statuses) {
        offer_.statuses.push_back(name);
        if (common::is_closed(canonical)) {
            offer_.closed_statuses.push_back(name);
        }
    }
    for (const auto& [name, canonical] : mapping.statuses_in) {
        offer_.statuses.push_back(name);
    }
    for (const auto& [own, name] : mapping.priorities) {
        offer_.priorities.push_back(name);
    }
    for (const auto& [own, name] : mapping.people) {
        offer_.people.push_back({name, name});
    }
    offer_.fields = {Field::title,      Field::description,  Field::status,   Field::priority,
                     Field::start_date, Field::due_date,     Field::assignee, Field::phase,
                     Field::theme,      Field::prerequisites};
}

Result<CsvSheet> CsvTool::sheet_of(const std::string& project) const {
    if (!can_name_a_file(project)) {
        return std::unexpected{
            Error{"unknown_value", fmt::format("the project `{}` cannot name a file: choose a name "
                                               "without slashes that does not begin with a dot",
                                               project)}};
    }
    return CsvSheet::load(settings_.folder / (project + ".csv"));
}

std::vector<Item> CsvTool::items_in(const CsvSheet& sheet, const std::string& project) const {
    std::vector<Item> items;
    const auto changed = time_of(settings_.folder / (project + ".csv"));
    const auto rows = sheet.numbered();
    const auto ids = ids_in(sheet, project);
    for (std::size_t place = 0; place < rows.size(); ++place) {
        const auto row = rows[place];
        Item item;
        item.number = sheet.number(row);
        item.id = ids[place];
        item.project = project;
        item.fields = sheet.fields(row);
        item.version = words_of(sheet.version(row));
        item.changed = changed;
        items.push_back(std::move(item));
    }
    return items;
}

Result<Offer> CsvTool::offer(const std::string& project) {
    const auto sheet = sheet_of(project);
    if (!sheet) {
        return std::unexpected{sheet.error()};
    }
    return offer_;
}

Result<std::vector<Item>> CsvTool::items(const std::string& project) {
    const auto sheet = sheet_of(project);
    if (!sheet) {
        return std::unexpected{sheet.error()};
    }
    return items_in(*sheet, project);
}

Result<std::vector<Item>> CsvTool::changed_since(const std::string& project, common::Time since) {
    // A file that was copied here has a time of long ago.
    static_cast<void>(since);
    return items(project);
}

Result<Item> CsvTool::read(const std::string& id) {
    auto all = items(project_of(id));
    if (!all) {
        return std::unexpected{std::move(all.error())};
    }
    const auto found = std::ranges::find(*all, id, &Item::id);
    if (found == all->end()) {
        return gone(id);
    }
    found->next_statuses = offer_.statuses;
    return std::move(*found);
}

Result<std::vector<Item>> CsvTool::read_many(const std::vector<std::string>& ids) {
    std::set<std::string> projects;
    for (const auto& id : ids) {
        projects.insert(project_of(id));
    }
    const std::set<std::string> wanted{ids.begin(), ids.end()};
    std::vector<Item> found;
    for (const auto& project : projects) {
        auto all = items(project);
        if (!all) {
            return all;
        }
        std::erase_if(*all, [&](const Item& each) { return !wanted.contains(each.id); });
        std::ranges::move(*all, std::back_inserter(found));
    }
    return found;
}

Result<std::vector<Item>> CsvTool::carrying(const std::string& project, std::int64_t number) {
    auto all = items(project);
    if (all) {
        std::erase_if(*all, [&](const Item& each) { return each.number != number; });
    }
    return all;
}

Result<Item> CsvTool::create(const std::string& project, std::int64_t number,
                             const Fields& fields) {
    auto sheet = sheet_of(project);
    if (!sheet) {
        return std::unexpected{std::move(sheet.error())};
    }
    const auto row = sheet->add(number);
    for (const auto& [field, value] : fields) {
        sheet->set(row, field, value);
    }
    if (const auto saved = sheet->save(); !saved) {
        return std::unexpected{saved.error()};
    }
    const auto made = carrying(project, number);
    if (!made || made->empty()) {
        return made ? gone(fmt::format("{}/{}", project, number)) : std::unexpected{made.error()};
    }
    return read(made->back().id);
}

Result<Item> CsvTool::write(const Item& known, const Fields& fields, const std::string& comment) {
    auto sheet = sheet_of(known.project);
    if (!sheet) {
        return std::unexpected{std::move(sheet.error())};
    }
    const auto row = unchanged_row(*sheet, known);
    if (!row) {
        return std::unexpected{row.error()};
    }
    for (const auto& [field, value] : fields) {
        sheet->set(*row, field, value);
    }
    if (!comment.empty()) {
        sheet->remark(*row, comment);
    }
    if (const auto saved = sheet->save(); !saved) {
        return std::unexpected{saved.error()};
    }
    return read(known.id);
}

Result<void> CsvTool::change_prerequisites(const Item& before, const Item& after,
                                           bool is_one) const {
    auto sheet = sheet_of(after.project);
    if (!sheet) {
        return std::unexpected{std::move(sheet.error())};
    }
    const auto row = row_of(*sheet, after.project, after.id);
    if (!row || !before.number) {
        return gone(row ? before.id : after.id);
    }
    const auto fields = sheet->fields(*row);
    const auto listed = fields.find(Field::prerequisites);
    auto numbers = numbers_in(listed == fields.end() ? "" : listed->second);
    const bool is_other =
        is_one ? numbers.insert(*before.number).second : numbers.erase(*before.number) > 0;
    if (!is_other) {
        return {};
    }
    sheet->set(*row, Field::prerequisites, numbers_in_words(numbers));
    return sheet->save();
}

Result<void> CsvTool::link(const Item& before, const Item& after) {
    return change_prerequisites(before, after, true);
}

Result<void> CsvTool::unlink(const Item& before, const Item& after) {
    return change_prerequisites(before, after, false);
}

std::optional<std::chrono::seconds> CsvTool::asks_to_wait() const {
    return std::nullopt;
}

Result<void> CsvTool::remove(const Item& known) {
    auto sheet = sheet_of(known.project);
    if (!sheet) {
        return std::unexpected{std::move(sheet.error())};
    }
    const auto row = unchanged_row(*sheet, known);
    if (!row) {
        return std::unexpected{row.error()};
    }
    sheet->erase(*row);
    return sheet->save();
}

} // namespace klik::portfolio
