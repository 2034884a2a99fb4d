#include "domain/field_value_view.hpp"

#include <string>

namespace klik::domain {

namespace {

struct ContentOf {
    FieldValueView::Content operator()(None none) const { return none; }
    FieldValueView::Content operator()(const std::string& text) const {
        return std::string_view{text};
    }
    FieldValueView::Content operator()(Date date) const { return date; }
    FieldValueView::Content operator()(const PersonId& person) const {
        return PersonView{person.value};
    }
    FieldValueView::Content operator()(const std::vector<TaskNumber>& numbers) const {
        return NumbersView{numbers};
    }
};

struct Owned {
    FieldValue operator()(None none) const { return none; }
    FieldValue operator()(std::string_view text) const { return std::string{text}; }
    FieldValue operator()(Date date) const { return date; }
    FieldValue operator()(PersonView person) const { return PersonId{std::string{person.id}}; }
    FieldValue operator()(NumbersView numbers) const {
        return std::vector<TaskNumber>(numbers.begin(), numbers.end());
    }
};

} // namespace

FieldValueView::FieldValueView(const FieldValue& value) : content{std::visit(ContentOf{}, value)} {}

FieldValue FieldValueView::owned() const {
    return std::visit(Owned{}, content);
}

} // namespace klik::domain
