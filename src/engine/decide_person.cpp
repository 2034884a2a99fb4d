#include "engine/decide_inputs.hpp"
#include "engine/vacancies.hpp"

namespace klik::engine {

void decide_person_replaced(Decision& decision, const ReplacePerson& input) {
    decision.emit(PersonReplaced{input.person, input.by, decision.via()});
    decision.emit(SystemReported{
        "person_replaced",
        {{"person", input.person.value}, {"by", input.by.value}, {"via", decision.via()}}});
}

void decide_person_erased(Decision& decision, const ErasePerson& input) {
    decision.emit(PersonErased{input.persons, decision.via()});
    for (const auto& person : input.persons) {
        decision.emit(
            SystemReported{"person_erased", {{"person", person.value}, {"via", decision.via()}}});
    }
    gather_vacancies_after(decision, input.persons);
}

} // namespace klik::engine
