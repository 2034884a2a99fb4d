#include "calendar/multistatus.hpp"

#include <expat.h>

#include <charconv>
#include <memory>

namespace klik::calendar {

namespace {

/// Names come as `DAV:|href`.
constexpr char separator = '|';
constexpr std::size_t deepest = 64;
constexpr std::size_t longest_text = 16384;

struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// Follows a document: the path of elements, and the text of the innermost.
class Reader {
  public:
    virtual ~Reader() = default;
    /// False for what is no well-formed document, or has a DTD.
    [[nodiscard]] bool read(std::string_view xml) {
        const std::unique_ptr<XML_ParserStruct, FreeParser> parser{
            XML_ParserCreateNS(nullptr, separator)};
        parser_ = parser.get();
        XML_SetUserData(parser_, this);
        XML_SetElementHandler(
            parser_,
            [](void* self, const XML_Char* name, const XML_Char** /*attributes*/) {
                static_cast<Reader*>(self)->begin(name);
            },
            [](void* self, const XML_Char* /*name*/) { static_cast<Reader*>(self)->finish(); });
        XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* text, int size) {
            static_cast<Reader*>(self)->add({text, static_cast<std::size_t>(size)});
        });
        // CalDAV needs none, and entities are a way to attack.
        XML_SetDoctypeDeclHandler(
            parser_,
            [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                static_cast<Reader*>(self)->stop();
            },
            nullptr);
        return XML_Parse(parser_, xml.data(), static_cast<int>(xml.size()), XML_TRUE) ==
               XML_STATUS_OK;
    }

  protected:
    virtual void begun(std::string_view /*name*/) {}
    virtual void ended(std::string_view name, std::string_view parent, std::string_view text) = 0;

  private:
    void begin(const char* name) {
        if (path_.size() == deepest) {
            stop();
            return;
        }
        path_.emplace_back(name);
        text_.clear();
        begun(path_.back());
    }
    void add(std::string_view text) {
        if (text_.size() + text.size() <= longest_text) {
            text_ += text;
        }
    }
    void finish() {
        const std::string name = std::move(path_.back());
        path_.pop_back();
        ended(name, path_.empty() ? std::string_view{} : std::string_view{path_.back()}, text_);
        text_.clear();
    }
    void stop() { XML_StopParser(parser_, XML_FALSE); }

    XML_Parser parser_ = nullptr;
    std::vector<std::string> path_;
    std::string text_;
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// `HTTP/1.1 404 Not Found`
int status_in(std::string_view line) {
    int status = 0;
    const auto blank = line.find(' ');
    if (blank != std::string_view::npos) {
        std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
    }
    return status;
}

class MultiStatusReader : public Reader {
  public:
    MultiStatus found;
    bool is_one = false;

  protected:
    void begun(std::string_view name) override {
        is_one = is_one || name == "DAV:|multistatus";
        if (name == "DAV:|response") {
            found.members.emplace_back();
        }
    }
    void ended(std::string_view name, std::string_view parent, std::string_view text) override {
        if (name == "DAV:|sync-token" && parent == "DAV:|multistatus") {
            found.sync_token = trimmed(text);
        }
        if (found.members.empty()) {
            return;
        }
        auto& member = found.members.back();
        if (name == "DAV:|href" && parent == "DAV:|response") {
            member.href = trimmed(text);
        } else if (name == "DAV:|status" && parent == "DAV:|response") {
            member.status = status_in(trimmed(text));
        } else if (name == "DAV:|getetag") {
            member.etag = trimmed(text);
        }
    }
};

class ConditionReader : public Reader {
  public:
    explicit ConditionReader(std::string_view begin) : begin_{begin} {}
    bool found = false;

  protected:
    void begun(std::string_view name) override { found = found || name.starts_with(begin_); }
    void ended(std::string_view /*name*/, std::string_view /*parent*/,
               std::string_view /*text*/) override {}

  private:
    std::string_view begin_; ///< of the name
};

} // namespace

std::optional<MultiStatus> read_multistatus(std::string_view xml) {
    MultiStatusReader reader;
    if (!reader.read(xml) || !reader.is_one) {
        return std::nullopt;
    }
    return std::move(reader.found);
}

bool says_unknown_token(std::string_view xml) {
    ConditionReader reader{"DAV:|valid-sync-token"};
    return reader.read(xml) && reader.found;
}

bool names_caldav_condition(std::string_view xml) {
    ConditionReader reader{"urn:ietf:params:xml:ns:caldav|"};
    return reader.read(xml) && reader.found;
}

} // namespace klik::calendar
