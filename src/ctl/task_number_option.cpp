#include "ctl/task_number_option.hpp"

#include "domain/ids.hpp"

#include <CLI/CLI.hpp>

namespace klik::ctl {

std::shared_ptr<std::int64_t> add_task_number(CLI::App& command) {
    auto number = std::make_shared<std::int64_t>();
    command
        .add_option_function<std::string>(
            "NUMBER",
            [number](const std::string& text) {
                const auto read = domain::task_number(text);
                if (!read) {
                    throw CLI::ValidationError{"NUMBER", "'" + text + "' is no task number"};
                }
                *number = read->value;
            },
            "The task's number")
        ->required();
    return number;
}

} // namespace klik::ctl
