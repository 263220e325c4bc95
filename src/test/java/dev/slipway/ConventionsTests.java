package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Contract;
import dev.slipway.testing.Contract.Operation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the contract says at its beginning holds of every operation. */
class ConventionsTests {

  /**
   * What these make has a name or an owner that makes a second one impossible, or leaves none; or
   * they answer with a secret, which is not kept to be told again.
   */
  private static final Set<String> NOTHING_STARTS =
      Set.of(
          "createModel",
          "createModelVersion",
          "createEnvironment",
          "createEndpoint",
          "createServiceAccount",
          "createServiceAccountToken",
          "createAccessKey",
          "createWebhook",
          "rotateWebhookSecret",
          "createCheckSecret",
          "pingWebhook",
          "openSession",
          "tryPrediction");

  @Test
  void whoeverIsAcceptedIsToldWhereToLookAndWhen() {
    assertThat(answering("202"))
        .isNotEmpty()
        .allSatisfy(it ->
            assertThat(headers(it, "202"))
                .as(it.id())
                .contains("Location", "Retry-After", "Idempotent-Replayed"));
  }

  @Test
  void whatIsMadeHasAnAddress() {
    assertThat(answering("201"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(headers(it, "201")).as(it.id()).contains("Location"));
  }

  @Test
  void aChangeNeedsTheTagOfWhatWasSeen() {
    assertThat(Contract.operations().stream().filter(it -> it.method().equals("PATCH")))
        .isNotEmpty()
        .allSatisfy(it -> {
          assertThat(parameters(it)).as(it.id()).contains("If-Match");
          assertThat(it.described().path("responses").propertyNames())
              .as(it.id())
              .contains("412", "428");
          assertThat(headers(it, "200")).as(it.id()).contains("ETag");
        });
  }

  @Test
  void whatStartsOrDecidesSomethingTakesAnIdempotencyKey() {
    assertThat(
            Contract.operations().stream()
                .filter(it -> it.method().equals("POST"))
                .filter(it -> !NOTHING_STARTS.contains(it.id()))
                .filter(it -> !parameters(it).contains("Idempotency-Key"))
                .map(Operation::id))
        .isEmpty();
  }

  @Test
  void aPageHasASize() {
    assertThat(Contract.operations().stream().filter(Operation::isList))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(parameters(it)).as(it.id()).contains("page_size"));
  }

  private static List<Operation> answering(String status) {
    return Contract.operations().stream()
        .filter(it -> it.described().path("responses").has(status))
        .toList();
  }

  private static List<String> headers(Operation operation, String status) {
    JsonNode answer = Contract.resolved(operation.described().path("responses").path(status));
    return List.copyOf(answer.path("headers").propertyNames());
  }

  private static List<String> parameters(Operation operation) {
    return operation.parameters().stream().map(it -> it.path("name").asString("")).toList();
  }
}
