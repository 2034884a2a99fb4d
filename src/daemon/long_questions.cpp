#include "daemon/long_questions.hpp"

namespace klik::daemon {

namespace {

std::optional<codec::ServerMessage>
message_of(const QueryBasis& basis, const codec::Ref& ref,
           const domain::Result<std::optional<QueryPage>>& page) {
    if (!page) {
        return codec::error(ref, page.error(), "query");
    }
    return *page ? std::optional{answer_with(basis, WhyNot::name, **page, ref)} : std::nullopt;
}

} // namespace

std::optional<codec::ServerMessage> LongQuestions::ask(const QueryBasis& basis,
                                                       const codec::AskQuery& query,
                                                       const bus::ClientAddress& from,
                                                       const codec::Ref& ref) {
    auto question = WhyNot::ask(basis, query);
    if (!question) {
        return codec::error(ref, question.error(), "query");
    }
    if (!question->is_of_past(basis)) {
        if (auto answer = message_of(basis, ref, question->go_on(basis))) {
            return answer;
        }
    }
    if (questions_.size() > most_waiting) {
        return codec::error(ref,
                            {"busy", "",
                             "questions that read the journal from its beginning are answered one "
                             "after the other, and too many wait; ask again later"},
                            "query");
    }
    questions_.push_back({from, ref, *std::move(question)});
    return std::nullopt;
}

std::optional<LongQuestions::Answer> LongQuestions::go_on(const QueryBasis& basis) {
    auto& [from, ref, question] = questions_.front();
    auto message = message_of(basis, ref, question.go_on(basis));
    if (!message) {
        return std::nullopt;
    }
    Answer answer{std::move(from), *std::move(message)};
    questions_.pop_front();
    return answer;
}

std::vector<LongQuestions::Answer>
LongQuestions::give_up(const std::function<bool(const bus::ClientAddress&)>& meant,
                       const domain::Problem& problem) {
    std::vector<Answer> answers;
    std::erase_if(questions_, [&](const Asked& asked) {
        const bool given_up = meant(asked.from);
        if (given_up) {
            answers.push_back({asked.from, codec::error(asked.ref, problem, "query")});
        }
        return given_up;
    });
    return answers;
}

} // namespace klik::daemon
