#include "codec/klik_page_sections.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

/// The longest heading has four lines in the narrowest column.
constexpr std::size_t most_wrapped_lines = 4;

/// The cells of a row of columns, parted by two spaces or more.
std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> cells;
    for (line = trimmed(line); !line.empty(); line = trimmed(line)) {
        const auto gap = std::min(line.find("  "), line.size());
        cells.push_back(line.substr(0, gap));
        line.remove_prefix(gap);
    }
    return cells;
}

class Splitter {
  public:
    explicit Splitter(const std::vector<PageLine>& lines) : lines_(lines) {
        result_.sections.push_back({nullptr, 1, {}});
    }

    PageSections split() && {
        for (std::size_t i = 0; i < lines_.size();) {
            i += take(i);
        }
        return std::move(result_);
    }

  private:
    /// Reads what starts at line `i` and returns how many lines it was.
    std::size_t take(std::size_t i) {
        const PageLine& line = lines_[i];
        const auto pieces = line_pieces(line.text, in_title());
        if (!pieces.empty()) {
            for (const auto& piece : pieces) {
                take_piece(piece, line);
            }
            columns_ = columns_of(line);
            return 1;
        }
        if (const auto wrapped = wrapped_heading(i); wrapped > 0) {
            return wrapped;
        }
        take_text(line);
        return 1;
    }

    void take_piece(const LinePiece& piece, const PageLine& line) {
        for (const auto* heading : piece.run) {
            open(*heading, line);
        }
        if (piece.run.empty()) {
            result_.sections.back().content.push_back(
                {std::string(trimmed(piece.text)), line.number, line.after_page_break});
        }
    }

    void open(const PageHeading& heading, const PageLine& line) {
        if (result_.find(heading.field) != nullptr) {
            result_.warnings.push_back(line_path(line.number) + ": the heading " +
                                       std::string(heading.words) +
                                       " comes a second time and was read as text");
            result_.sections.back().content.push_back(
                {std::string(heading.words), line.number, line.after_page_break});
            return;
        }
        result_.sections.push_back({&heading, line.number, {}});
    }

    /// A heading that a narrow column broke in two: the number of its lines, else 0.
    std::size_t wrapped_heading(std::size_t i) {
        std::string words = plain(lines_[i].text);
        if (words.empty()) {
            return 0;
        }
        for (std::size_t count = 2; count <= most_wrapped_lines && i + count <= lines_.size();
             ++count) {
            words += ' ' + plain(lines_[i + count - 1].text);
            if (const HeadingRun run = headings_only(words); !run.empty()) {
                take_piece({run, ""}, lines_[i]);
                columns_ = 0;
                return count;
            }
        }
        return 0;
    }

    [[nodiscard]] bool in_title() const {
        const auto* heading = result_.sections.back().heading;
        return heading == nullptr || heading->field == domain::TaskField::title;
    }

    /// Headings side by side with wide gaps have their values side by side as well.
    [[nodiscard]] std::size_t columns_of(const PageLine& line) const {
        const auto cells = cells_of(line.text);
        const auto& sections = result_.sections;
        const bool all_headings = std::ranges::all_of(
            cells, [](std::string_view cell) { return headings_only(cell).size() == 1; });
        if (!all_headings || cells.size() >= sections.size() ||
            sections[sections.size() - cells.size()].line != line.number) {
            return 0;
        }
        return cells.size();
    }

    void take_text(const PageLine& line) {
        auto& sections = result_.sections;
        const auto cells = columns_ > 1 ? cells_of(line.text) : std::vector<std::string_view>{};
        if (cells.size() != columns_ || columns_ < 2) {
            sections.back().content.push_back(line);
            return;
        }
        for (std::size_t i = 0; i < columns_; ++i) {
            sections[sections.size() - columns_ + i].content.push_back(
                {std::string(cells[i]), line.number, line.after_page_break});
        }
    }

    const std::vector<PageLine>& lines_;
    PageSections result_;
    std::size_t columns_ = 0; ///< how many of the last sections stand side by side
};

} // namespace

const PageSection* PageSections::find(std::optional<domain::TaskField> field) const {
    const auto found = std::ranges::find_if(sections, [&](const PageSection& section) {
        return section.heading != nullptr && section.heading->field == field;
    });
    return found == sections.end() ? nullptr : &*found;
}

PageSections page_sections(const std::vector<PageLine>& lines) {
    return Splitter(lines).split();
}

} // namespace klik::codec
