#pragma once

#include <spdlog/spdlog.h>

#include <string>
#include <string_view>

namespace klik::common {

/// The log goes to standard error: in the form of klikd's, or, where klikd or systemd reads it and
/// knows the time, with the level as these write it, such as `<6>`. Each line has an id that stays
/// the same, such as `[M201]`; names and addresses of people, and secrets, are in none. Any thread
/// may write.
void set_up_log(const std::string& program, spdlog::level::level_enum level);

/// Says an error on standard error where there is no log yet, or none any more: `PROGRAM: TEXT`,
/// with the level where klikd or systemd reads it.
void print_error(const std::string& program, std::string_view text);

/// Something that is not as it should be, and lasts: said once when it begins, or when it is
/// another than before, and once when it is over. klikd shows it in its health until then
/// (docs/plugins.md). What it is about, such as "9999" or "9999, project omsorg", is a part of the
/// lines, so that the end of one takes back no other with the same id.
class Trouble {
  public:
    /// Ids of the lines, such as "M210" and "M211".
    Trouble(std::string_view begins, std::string_view ends) : begins_{begins}, ends_{ends} {}

    void lasts(const std::string& subject, const std::string& sentence);
    void is_over(const std::string& sentence);
    [[nodiscard]] bool known() const { return !said_.empty(); }

  private:
    std::string_view begins_;
    std::string_view ends_;
    std::string subject_;
    std::string said_;
};

} // namespace klik::common
