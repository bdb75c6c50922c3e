package dev.lodestar.server.genie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.ResourceDoesNotExist;
import com.databricks.sdk.service.dashboards.EvaluationStatusType;
import com.databricks.sdk.service.dashboards.GenieAPI;
import com.databricks.sdk.service.dashboards.GenieAttachment;
import com.databricks.sdk.service.dashboards.GenieConversationSummary;
import com.databricks.sdk.service.dashboards.GenieCreateConversationMessageRequest;
import com.databricks.sdk.service.dashboards.GenieCreateEvalRunRequest;
import com.databricks.sdk.service.dashboards.GenieCreateMessageCommentRequest;
import com.databricks.sdk.service.dashboards.GenieEvalAssessment;
import com.databricks.sdk.service.dashboards.GenieEvalResult;
import com.databricks.sdk.service.dashboards.GenieEvalResultDetails;
import com.databricks.sdk.service.dashboards.GenieEvalRunResponse;
import com.databricks.sdk.service.dashboards.GenieExecuteMessageAttachmentQueryRequest;
import com.databricks.sdk.service.dashboards.GenieExecuteMessageQueryRequest;
import com.databricks.sdk.service.dashboards.GenieFeedbackRating;
import com.databricks.sdk.service.dashboards.GenieGetMessageQueryResultResponse;
import com.databricks.sdk.service.dashboards.GenieGetSpaceRequest;
import com.databricks.sdk.service.dashboards.GenieListConversationMessagesRequest;
import com.databricks.sdk.service.dashboards.GenieListConversationsRequest;
import com.databricks.sdk.service.dashboards.GenieListSpacesRequest;
import com.databricks.sdk.service.dashboards.GenieMessage;
import com.databricks.sdk.service.dashboards.GenieMessageComment;
import com.databricks.sdk.service.dashboards.GenieQueryAttachment;
import com.databricks.sdk.service.dashboards.GenieSendMessageFeedbackRequest;
import com.databricks.sdk.service.dashboards.GenieSpace;
import com.databricks.sdk.service.dashboards.GenieStartConversationMessageRequest;
import com.databricks.sdk.service.dashboards.MessageStatus;
import com.databricks.sdk.service.dashboards.ScoreReason;
import com.databricks.sdk.service.dashboards.TextAttachment;
import com.databricks.sdk.service.dashboards.TextAttachmentPurpose;
import com.databricks.sdk.service.dashboards.Thought;
import com.databricks.sdk.service.dashboards.ThoughtType;
import com.databricks.sdk.service.sql.StatementState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.http.HttpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Genie API as Databricks' own client calls it. */
class DatabricksClientTest {
  private static final String SPACE = "orchard";

  @TempDir static Path directory;
  private static BuiltDomain orchard;
  private static HttpServer server;
  private static GenieAPI genie;

  @BeforeAll
  static void start() throws Exception {
    orchard = Orchard.in(directory);
    server = Orchard.serve(orchard);
    genie = client(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    orchard.close();
  }

  private static GenieAPI client(HttpServer server) {
    return new WorkspaceClient(
            new DatabricksConfig()
                .setHost("http://localhost:" + server.port())
                .setToken("any")
                .setAuthType("pat"))
        .genie();
  }

  /** Asks the first question of a conversation. */
  private static GenieMessage ask(GenieAPI api, String question) throws Exception {
    return api.startConversation(
            new GenieStartConversationMessageRequest().setSpaceId(SPACE).setContent(question))
        .get();
  }

  private static GenieMessage ask(String question) throws Exception {
    return ask(genie, question);
  }

  private static GenieMessage goOn(GenieAPI api, GenieMessage from, String question)
      throws Exception {
    return api.createMessage(
            new GenieCreateConversationMessageRequest()
                .setSpaceId(SPACE)
                .setConversationId(from.getConversationId())
                .setContent(question))
        .get();
  }

  private static GenieMessage goOn(GenieMessage from, String question) throws Exception {
    return goOn(genie, from, question);
  }

  private static GenieGetMessageQueryResultResponse execute(
      GenieAPI api, GenieMessage message, String attachment) {
    return api.executeMessageAttachmentQuery(
        new GenieExecuteMessageAttachmentQueryRequest()
            .setSpaceId(SPACE)
            .setConversationId(message.getConversationId())
            .setMessageId(message.getId())
            .setAttachmentId(attachment));
  }

  private static GenieAttachment withQuery(GenieMessage message) {
    return message.getAttachments().stream()
        .filter(attachment -> attachment.getQuery() != null)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No query in " + message));
  }

  private static List<TextAttachment> texts(GenieMessage message) {
    return message.getAttachments().stream()
        .map(GenieAttachment::getText)
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<List<String>> rows(GenieMessage message) {
    return rows(
        genie.getMessageAttachmentQueryResult(
            SPACE,
            message.getConversationId(),
            message.getId(),
            withQuery(message).getAttachmentId()));
  }

  private static List<List<String>> rows(GenieGetMessageQueryResultResponse result) {
    assertThat(result.getStatementResponse().getStatus().getState())
        .isEqualTo(StatementState.SUCCEEDED);
    List<List<String>> rows = new ArrayList<>();
    for (Collection<String> row : result.getStatementResponse().getResult().getDataArray()) {
      rows.add(new ArrayList<>(row));
    }
    return rows;
  }

  @Test
  void aDomainIsASpace() {
    List<GenieSpace> spaces =
        new ArrayList<>(genie.listSpaces(new GenieListSpacesRequest()).getSpaces());

    assertThat(spaces).extracting(GenieSpace::getSpaceId).containsExactly(SPACE);
    assertThat(genie.getSpace(SPACE).getTitle()).isEqualTo("Sales of oranges");
  }

  @Test
  void aSpaceIsExportedInTheFormOfGenie() throws Exception {
    String exported =
        genie
            .getSpace(new GenieGetSpaceRequest().setSpaceId(SPACE).setIncludeSerializedSpace(true))
            .getSerializedSpace();
    JsonNode space = new ObjectMapper().readTree(exported);

    assertThat(space.path("version").asInt()).isEqualTo(2);
    assertThat(space.at("/data_sources/tables/0/identifier").asText())
        .isEqualTo("orchard.gold.sales");
    assertThat(space.at("/data_sources/tables/0/column_configs").findValuesAsText("column_name"))
        .containsExactly("amount", "kind", "origin", "sale_id", "sold_on", "town");
    assertThat(space.at("/instructions/sql_snippets/measures/0/sql/0").asText())
        .isEqualTo("SUM(sales.amount)");
    assertThat(space.at("/instructions/example_question_sqls/0/sql/0").asText())
        .isEqualTo("SELECT 'by hand' AS town, 1 AS revenue");
    assertThat(space.at("/benchmarks/questions")).hasSize(3);
  }

  @Test
  void aQuestionIsAnsweredAtOnceWithItsStatementAndHowItWasUnderstood() throws Exception {
    GenieMessage answer = ask("revenue by kind in 2025");

    assertThat(answer.getStatus()).isEqualTo(MessageStatus.COMPLETED);
    GenieQueryAttachment query = withQuery(answer).getQuery();
    assertThat(query.getQuery()).contains("SUM(amount) AS revenue");
    assertThat(query.getTitle()).isEqualTo("Revenue by kind, from 2025-01-01 to 2025-12-31");
    assertThat(query.getQueryResultMetadata().getRowCount()).isEqualTo(2);
    assertThat(query.getThoughts())
        .extracting(Thought::getThoughtType)
        .contains(
            ThoughtType.THOUGHT_TYPE_DESCRIPTION,
            ThoughtType.THOUGHT_TYPE_DATA_SOURCING,
            ThoughtType.THOUGHT_TYPE_STEPS);
    assertThat(texts(answer))
        .extracting(TextAttachment::getContent)
        .containsExactly("Revenue by kind, from 2025-01-01 to 2025-12-31: 2 rows.");
    assertThat(rows(answer)).containsExactly(List.of("Blood", "20.00"), List.of("Navel", "15.75"));
  }

  @Test
  void theOlderAddressesOfResultsGiveTheSame() throws Exception {
    GenieMessage answer = ask("revenue by kind");
    String attachment = withQuery(answer).getAttachmentId();

    assertThat(
            List.of(
                rows(
                    genie.getMessageQueryResult(SPACE, answer.getConversationId(), answer.getId())),
                rows(
                    genie.getMessageQueryResultByAttachment(
                        SPACE, answer.getConversationId(), answer.getId(), attachment)),
                rows(execute(genie, answer, attachment)),
                rows(
                    genie.executeMessageQuery(
                        new GenieExecuteMessageQueryRequest()
                            .setSpaceId(SPACE)
                            .setConversationId(answer.getConversationId())
                            .setMessageId(answer.getId())))))
        .containsOnly(List.of(List.of("Blood", "20.00"), List.of("Navel", "22.75")));
  }

  @Test
  void aFollowUpGoesOnInTheSameLanguage() throws Exception {
    GenieMessage first = ask("chiffre d'affaires par sorte");
    GenieMessage second = goOn(first, "et en 2024 ?");

    assertThat(rows(second)).containsExactly(List.of("Navel", "7.00"));
    assertThat(texts(second).get(0).getContent()).startsWith("Chiffre d'affaires par sorte");
    assertThat(second.getConversationId()).isEqualTo(first.getConversationId());
  }

  @Test
  void suggestedQuestionsCanBeAsked() throws Exception {
    GenieMessage first = ask("revenue");
    List<String> suggested =
        first.getAttachments().stream()
            .filter(attachment -> attachment.getSuggestedQuestions() != null)
            .flatMap(attachment -> attachment.getSuggestedQuestions().getQuestions().stream())
            .toList();

    assertThat(suggested).isNotEmpty();
    for (String question : suggested) {
      assertThat(withQuery(goOn(first, question)).getQuery().getQuery()).isNotEmpty();
    }
  }

  @Test
  void aQuestionBackIsAnsweredByAChoiceOrItsNumber() throws Exception {
    GenieMessage back = ask("revenue in Paris");

    assertThat(back.getStatus()).isEqualTo(MessageStatus.COMPLETED);
    TextAttachment text = texts(back).get(0);
    assertThat(text.getPurpose()).isEqualTo(TextAttachmentPurpose.FOLLOW_UP_QUESTION);
    assertThat(text.getContent()).contains("\n1. ", "\n2. ");
    List<String> choices =
        text.getContent().lines().skip(1).map(line -> line.substring(3)).toList();

    assertThat(rows(goOn(back, "2"))).isEqualTo(rows(ask(choices.get(1))));
    GenieMessage again = ask("revenue in Paris");
    assertThat(rows(goOn(again, choices.get(0)))).isEqualTo(rows(ask(choices.get(0))));
  }

  @Test
  void aRefusalIsCompletedAndSaysWhichWordWasNotUnderstood() throws Exception {
    GenieMessage refusal = ask("revenue by colour");

    assertThat(refusal.getStatus()).isEqualTo(MessageStatus.COMPLETED);
    assertThat(texts(refusal).get(0).getContent()).contains("\"colour\"");
    assertThat(texts(refusal).get(0).getPurpose())
        .isNotEqualTo(TextAttachmentPurpose.FOLLOW_UP_QUESTION);
    assertThatThrownBy(
            () -> genie.getMessageQueryResult(SPACE, refusal.getConversationId(), refusal.getId()))
        .isInstanceOf(ResourceDoesNotExist.class)
        .hasMessageContaining("the question was not answered");
  }

  @Test
  void aVerifiedQueryIsNamedAsSuch() throws Exception {
    GenieQueryAttachment query = withQuery(ask("highest revenue town")).getQuery();

    assertThat(query.getQuery()).isEqualTo("SELECT 'by hand' AS town, 1 AS revenue");
    assertThat(query.getThoughts())
        .extracting(Thought::getThoughtType)
        .contains(ThoughtType.THOUGHT_TYPE_INSTRUCTIONS);
  }

  @Test
  void conversationsAreListedAndDeleted() throws Exception {
    GenieMessage kept = ask("revenue by town");
    GenieMessage gone = ask("revenue by origin");
    genie.deleteConversation(SPACE, gone.getConversationId());

    assertThat(conversations())
        .contains(kept.getConversationId())
        .doesNotContain(gone.getConversationId());
    assertThatThrownBy(() -> genie.getMessage(SPACE, gone.getConversationId(), gone.getId()))
        .isInstanceOf(ResourceDoesNotExist.class);
  }

  private static List<String> conversations() {
    return genie
        .listConversations(new GenieListConversationsRequest().setSpaceId(SPACE).setPageSize(1000L))
        .getConversations()
        .stream()
        .map(GenieConversationSummary::getConversationId)
        .toList();
  }

  @Test
  void listsComeInPages() throws Exception {
    GenieMessage first = ask("revenue");
    GenieMessage second = goOn(first, "and by kind");
    GenieListConversationMessagesRequest request =
        new GenieListConversationMessagesRequest()
            .setSpaceId(SPACE)
            .setConversationId(first.getConversationId())
            .setPageSize(1L);

    var page = genie.listConversationMessages(request);
    assertThat(page.getMessages()).extracting(GenieMessage::getId).containsExactly(first.getId());
    var next = genie.listConversationMessages(request.setPageToken(page.getNextPageToken()));
    assertThat(next.getMessages()).extracting(GenieMessage::getId).containsExactly(second.getId());
    assertThat(next.getNextPageToken()).isNull();
  }

  @Test
  void remarksStandBesideAMessage() throws Exception {
    GenieMessage message = ask("revenue");
    genie.createMessageComment(
        new GenieCreateMessageCommentRequest()
            .setSpaceId(SPACE)
            .setConversationId(message.getConversationId())
            .setMessageId(message.getId())
            .setContent("Also for 2023?"));

    assertThat(
            genie
                .listMessageComments(SPACE, message.getConversationId(), message.getId())
                .getComments())
        .extracting(GenieMessageComment::getContent)
        .containsExactly("Also for 2023?");
    assertThat(genie.listConversationComments(SPACE, message.getConversationId()).getComments())
        .extracting(GenieMessageComment::getMessageId)
        .containsExactly(message.getId());
  }

  @Test
  void theQuestionsOfTheDomainAreAskedAndJudgedWithReasons() throws Exception {
    String id =
        genie.genieCreateEvalRun(new GenieCreateEvalRunRequest().setSpaceId(SPACE)).getEvalRunId();
    GenieEvalRunResponse run = genie.genieGetEvalRun(SPACE, id);
    while (run.getEvalRunStatus() != EvaluationStatusType.DONE) {
      assertThat(run.getEvalRunStatus())
          .isIn(EvaluationStatusType.NOT_STARTED, EvaluationStatusType.RUNNING);
      TimeUnit.MILLISECONDS.sleep(10);
      run = genie.genieGetEvalRun(SPACE, id);
    }

    assertThat(run.getNumQuestions()).isEqualTo(5);
    assertThat(run.getNumDone()).isEqualTo(5);
    assertThat(run.getNumCorrect()).isEqualTo(4);
    Map<String, String> judged = new TreeMap<>();
    for (GenieEvalResult result : genie.genieListEvalResults(SPACE, id).getEvalResults()) {
      GenieEvalResultDetails details =
          genie.genieGetEvalResultDetails(SPACE, id, result.getResultId());
      judged.put(
          result.getQuestion(), details.getAssessment() + " " + details.getAssessmentReasons());
    }
    assertThat(judged)
        .containsEntry("Revenue by kind", GenieEvalAssessment.GOOD + " []")
        .containsEntry(
            "Revenue by town",
            GenieEvalAssessment.BAD
                + " "
                + List.of(ScoreReason.RESULT_MISSING_ROWS, ScoreReason.RESULT_EXTRA_ROWS));
    assertThat(genie.genieListEvalRuns(SPACE).getEvalRuns())
        .extracting(GenieEvalRunResponse::getEvalRunId)
        .contains(id);
  }

  @Test
  void whatIsWrongIsTold() {
    assertThatThrownBy(() -> genie.getSpace("orchid"))
        .isInstanceOf(ResourceDoesNotExist.class)
        .hasMessageContaining("There is no space \"orchid\"; there are orchard");
    assertThatThrownBy(() -> genie.getMessage(SPACE, "c", "m"))
        .isInstanceOf(ResourceDoesNotExist.class)
        .hasMessageContaining("There is no conversation c in orchard");
    assertThatThrownBy(() -> ask(" "))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("content is missing");
    assertThatThrownBy(() -> ask("x".repeat(10_001)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("content has more than 10000 characters");
    assertThatThrownBy(() -> genie.genieListEvalResults(SPACE, "none"))
        .isInstanceOf(ResourceDoesNotExist.class);
  }

  @Test
  void conversationsOutliveTheServerAndFollowTheRelease(@TempDir Path elsewhere) throws Exception {
    try (BuiltDomain domain = Orchard.in(elsewhere)) {
      GenieMessage first;
      String attachment;
      try (HttpServer before = Orchard.serve(domain)) {
        GenieAPI api = client(before);
        first = ask(api, "revenue by kind");
        attachment = withQuery(first).getAttachmentId();
        api.sendMessageFeedback(
            new GenieSendMessageFeedbackRequest()
                .setSpaceId(SPACE)
                .setConversationId(first.getConversationId())
                .setMessageId(first.getId())
                .setRating(GenieFeedbackRating.POSITIVE)
                .setComment("as in the books"));
      }
      Orchard.sales(domain, ", (5, DATE '2025-03-01', 'Blood', 'Lyon', 'Spain', 1.00)");
      domain.release("r2");
      try (HttpServer after = Orchard.serve(domain)) {
        GenieAPI api = client(after);
        String conversation = first.getConversationId();
        GenieMessage found = api.getMessage(SPACE, conversation, first.getId());

        assertThat(found.getFeedback().getRating()).isEqualTo(GenieFeedbackRating.POSITIVE);
        assertThat(found.getFeedback().getComment()).isEqualTo("as in the books");
        assertThat(
                rows(
                    api.getMessageAttachmentQueryResult(
                        SPACE, conversation, first.getId(), attachment)))
            .as("the rows of the release that answered")
            .containsExactly(List.of("Blood", "20.00"), List.of("Navel", "22.75"));
        assertThat(rows(execute(api, first, attachment)))
            .as("the rows of now")
            .containsExactly(List.of("Blood", "21.00"), List.of("Navel", "22.75"));
        GenieMessage next = goOn(api, first, "only 2025");
        assertThat(
                rows(
                    api.getMessageAttachmentQueryResult(
                        SPACE, conversation, next.getId(), withQuery(next).getAttachmentId())))
            .containsExactly(List.of("Blood", "21.00"), List.of("Navel", "15.75"));

        Orchard.sales(domain, ", (5, DATE '2025-03-01', 'Blood', 'Lyon', 'Spain', 2.00)");
        domain.release("r3");
        GenieMessage last = goOn(api, first, "revenue by kind in 2025");
        assertThat(
                rows(
                    api.getMessageAttachmentQueryResult(
                        SPACE, conversation, last.getId(), withQuery(last).getAttachmentId())))
            .as("the rows of a release that came while the server was there")
            .contains(List.of("Blood", "22.00"));
      }
    }
  }
}
