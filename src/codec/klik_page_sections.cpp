#include "codec/klik_page_sections.hpp"

#include "codec/klik_page_labelled_line.hpp"
#include "codec/klik_page_values.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <optional>

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
        warn_of_missing_headings();
        return std::move(result_);
    }

  private:
    /// Reads what starts at line `i` and returns how many lines it was.
    std::size_t take(std::size_t i) {
        const PageLine& line = lines_[i];
        auto pieces = line_pieces(line.text, in_title());
        if (pieces.empty() && !line.text.empty() && !is_row_of_columns(line)) {
            pieces = pieces_without_marks(line);
        }
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

    [[nodiscard]] bool is_open(const PageHeading* heading) const {
        return result_.find(heading->field) != nullptr;
    }

    [[nodiscard]] LinePlace place() const {
        const auto& section = result_.sections.back();
        const auto& lines = section.content;
        const auto has_words = [](const PageLine& line) { return !line.text.empty(); };
        const auto last = std::find_if(lines.rbegin(), lines.rend(), has_words);
        const bool empty = last == lines.rend();
        if (in_title()) {
            const bool ended =
                !empty && title_number_position(plain(last->text)) != std::string_view::npos;
            return ended ? LinePlace::one_line : LinePlace::title;
        }
        if (has_prose(*section.heading)) {
            const bool one =
                !empty && std::ranges::find_if(lines, has_words)->number == last->number;
            if (!one || !says_none(section)) {
                return empty ? LinePlace::empty_prose : LinePlace::prose;
            }
        }
        const bool is_text = section.heading->field &&
                             describe(*section.heading->field).shape == domain::FieldShape::text;
        return empty && is_text ? LinePlace::empty_field : LinePlace::one_line;
    }

    /// Headings on a line with their value; empty, and warned of where it matters, for text that
    /// begins with the words of one.
    std::vector<LinePiece> pieces_without_marks(const PageLine& line) {
        const LinePlace here = place();
        if (auto labelled = labelled_line(line.text)) {
            if (std::ranges::none_of(labelled->run, [&](auto* each) { return is_open(each); }) &&
                is_heading_with_value(*labelled, here)) {
                auto pieces = has_prose(*labelled->run.back())
                                  ? std::vector<LinePiece>{}
                                  : value_and_glued_headings(labelled->value, line);
                if (pieces.empty() && !labelled->value.empty()) {
                    pieces.push_back({{}, std::move(labelled->value)});
                }
                pieces.insert(pieces.begin(), {std::move(labelled->run), ""});
                return pieces;
            }
            tell_of_text(line, *labelled, here);
            return {};
        }
        if (here != LinePlace::one_line && here != LinePlace::empty_field) {
            return {};
        }
        return value_and_glued_headings(line.text, line);
    }

    std::vector<LinePiece> value_and_glued_headings(std::string_view text, const PageLine& line) {
        auto pieces = value_then_headings(text);
        if (pieces.empty() ||
            std::ranges::any_of(pieces.back().run, [&](auto* each) { return is_open(each); })) {
            return {};
        }
        result_.warnings.push_back(
            line_path(line.number) + ": " + std::string(pieces.back().run.front()->words) +
            " is glued to \"" + printable(pieces.front().text) + "\"; it was read as a heading");
        return pieces;
    }

    void tell_of_text(const PageLine& line, const LabelledLine& labelled, LinePlace here) {
        if (here == LinePlace::one_line || here == LinePlace::empty_field) {
            const auto* heading = result_.sections.back().heading;
            result_.warnings.push_back(
                line_path(line.number) + ": the line begins with the heading " +
                std::string(labelled.run.front()->words) + " and was read as text below " +
                std::string(heading != nullptr ? heading->words : "the title") + ": \"" +
                printable(plain(line.text)) + "\"");
        } else if (here != LinePlace::title && labelled.has_colon) {
            labels_in_prose_.push_back(
                {labelled.run.front(), result_.sections.back().heading, line.number});
        }
    }

    /// Prose may well say `STATUS: ...`, but not in place of the heading itself.
    void warn_of_missing_headings() {
        for (const auto& label : labels_in_prose_) {
            if (!is_open(label.heading)) {
                result_.warnings.push_back(
                    line_path(label.line) + ": " + std::string(label.heading->words) +
                    ": was read as text below " + std::string(label.below->words) +
                    ", and there is no other heading " + std::string(label.heading->words) +
                    "; give it a line of its own if it is one");
            }
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

    [[nodiscard]] bool is_row_of_columns(const PageLine& line) const {
        return columns_ > 1 && cells_of(line.text).size() == columns_;
    }

    void take_text(const PageLine& line) {
        auto& sections = result_.sections;
        if (!is_row_of_columns(line)) {
            sections.back().content.push_back(line);
            return;
        }
        const auto cells = cells_of(line.text);
        for (std::size_t i = 0; i < columns_; ++i) {
            sections[sections.size() - columns_ + i].content.push_back(
                {std::string(cells[i]), line.number, line.after_page_break});
        }
    }

    struct LabelInProse {
        const PageHeading* heading;
        const PageHeading* below;
        std::size_t line;
    };

    const std::vector<PageLine>& lines_;
    PageSections result_;
    std::vector<LabelInProse> labels_in_prose_;
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
