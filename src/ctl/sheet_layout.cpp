#include "ctl/sheet_layout.hpp"

#include "codec/page_text.hpp"
#include "ctl/reading_order.hpp"

#include <algorithm>
#include <cmath>

namespace klik::ctl {

namespace {

// Shares of a line's height.
constexpr double cell_gap = 1.5;          ///< a wider gap parts two cells
constexpr double word_gap = 0.08;         ///< a narrower gap is inside of a word
constexpr double height_tolerance = 0.15; ///< for type of the same size
constexpr double usual_pitch = 1.4;       ///< from line to line where the print does not tell
constexpr double widest_pitch = 2.2;      ///< more is never the pitch of one paragraph

constexpr double paragraph_pitch = 1.2; ///< in pitches: more starts a paragraph
constexpr double indentation = 40;      ///< in points: lines of one column start within it

bool on_one_line(const TextLine& line, const PlacedWord& word) {
    const double shared = std::min(line.bottom, word.bottom) - std::max(line.top, word.top);
    const double lower = std::min(line.height(), word.bottom - word.top);
    return shared > lower / 2;
}

bool continues(const TextLine& line, const PlacedWord& word) {
    return on_one_line(line, word) && word.left >= line.right - line.height() / 2 &&
           word.left - line.right < cell_gap * line.height();
}

std::vector<TextLine> lines_of(const Sheet& sheet) {
    std::vector<TextLine> lines;
    for (const auto& word : sheet.words) {
        if (lines.empty() || !continues(lines.back(), word)) {
            lines.push_back(
                {word.text, word.left, word.right, word.top, word.bottom, word.right - word.left});
            continue;
        }
        TextLine& line = lines.back();
        if (word.left - line.right > word_gap * line.height()) {
            line.text += ' ';
        }
        line.text += word.text;
        line.right = word.right;
        line.top = std::min(line.top, word.top);
        line.bottom = std::max(line.bottom, word.bottom);
    }
    return lines;
}

bool same_type_size(const TextLine& a, const TextLine& b) {
    return std::abs(a.height() - b.height()) <= height_tolerance * std::max(a.height(), b.height());
}

bool same_column(const TextLine& a, const TextLine& b) {
    return std::abs(a.left - b.left) <= indentation;
}

/// What one print tells about how it was set.
class Typography {
  public:
    explicit Typography(const std::vector<std::vector<TextLine>>& sheets) : sheets_(sheets) {}

    /// `next` is the same paragraph, as far as the distance tells.
    [[nodiscard]] bool close_together(const TextLine& line, const TextLine& next) const {
        const double distance = next.bottom - line.bottom;
        return distance > 0 && same_type_size(line, next) && same_column(line, next) &&
               distance <= paragraph_pitch * pitch_of(line);
    }

    /// The first word of `next` would not have found room at the end of `line`.
    [[nodiscard]] bool was_full(const TextLine& line, const TextLine& next) const {
        const double space = line.height() / 4;
        return line.right + space + next.first_word_width > right_margin_of(line);
    }

  private:
    [[nodiscard]] double right_margin_of(const TextLine& line) const {
        double right = line.right;
        for (const auto& sheet : sheets_) {
            for (const auto& other : sheet) {
                if (same_type_size(line, other) && same_column(line, other)) {
                    right = std::max(right, other.right);
                }
            }
        }
        return right;
    }

    /// The narrow end of the distances between lines of this size; the very smallest may be a stray
    /// one.
    [[nodiscard]] double pitch_of(const TextLine& line) const {
        std::vector<double> distances;
        for (const auto& sheet : sheets_) {
            for (std::size_t i = 1; i < sheet.size(); ++i) {
                const double distance = sheet[i].bottom - sheet[i - 1].bottom;
                if (same_type_size(line, sheet[i]) && same_type_size(line, sheet[i - 1]) &&
                    distance > line.height() / 2 && distance < widest_pitch * line.height()) {
                    distances.push_back(distance);
                }
            }
        }
        if (distances.empty()) {
            return usual_pitch * line.height();
        }
        std::ranges::sort(distances);
        return distances[distances.size() / 10];
    }

    const std::vector<std::vector<TextLine>>& sheets_;
};

void append_line(std::string& text, const TextLine& line, const TextLine& next,
                 const Typography& typography) {
    if (!typography.close_together(line, next)) {
        text += "\n\n" + next.text;
    } else if (is_heading(line) || is_heading(next) || codec::starts_an_item(next.text) ||
               !typography.was_full(line, next)) {
        text += "\n" + next.text;
    } else {
        codec::append_wrapped(text, next.text);
    }
}

} // namespace

std::string text_of_sheets(const std::vector<Sheet>& sheets) {
    std::vector<std::vector<TextLine>> lines;
    lines.reserve(sheets.size());
    for (const auto& sheet : sheets) {
        lines.push_back(in_reading_order(lines_of(sheet), sheet.height));
    }
    const Typography typography(lines);
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += i == 0 ? "" : "\n\f";
        for (std::size_t j = 0; j < lines[i].size(); ++j) {
            if (j == 0) {
                text += lines[i][j].text;
            } else {
                append_line(text, lines[i][j - 1], lines[i][j], typography);
            }
        }
    }
    text += '\n';
    return text;
}

} // namespace klik::ctl
