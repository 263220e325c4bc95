package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.InEnvironments;
import dev.slipway.access.Needs;
import dev.slipway.access.NeedsNoRole;
import dev.slipway.access.Where;
import dev.slipway.testing.RoleTable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestBody;

/** What the handlers say of roles, and what the documentation says. */
class RolesTests {

  @Test
  void everyHandlerNeedsWhatTheDocumentationSays() {
    Map<String, String> documented = new TreeMap<>();
    RoleTable.ROWS.stream()
        .filter(row -> row.operation().contains(" /v1"))
        .forEach(row ->
            documented.put(
                Handlers.shape(row.method(), row.path()), row.role() + " in " + row.in()));
    Map<String, String> declared = new TreeMap<>();
    Handlers.all()
        .forEach(handler ->
            declared.merge(
                handler.operation(),
                needs(handler),
                (one, other) -> one.equals(other) ? one : one + " or " + other));

    assertThat(declared).isEqualTo(documented);
  }

  @Test
  void aBodyThatDecidesWhereTellsItsEnvironments() {
    assertThat(Handlers.all().filter(RolesTests::isDecidedByBody))
        .isNotEmpty()
        .allSatisfy(handler ->
            assertThat(handler.method().getParameters())
                .anyMatch(parameter ->
                    parameter.isAnnotationPresent(RequestBody.class)
                        && InEnvironments.class.isAssignableFrom(parameter.getType())));
  }

  private static boolean isDecidedByBody(Handlers.Handler handler) {
    Needs needs = handler.method().getAnnotation(Needs.class);
    return needs != null && needs.where() == Where.IN_BODY;
  }

  private static String needs(Handlers.Handler handler) {
    Needs needs = handler.method().getAnnotation(Needs.class);
    if (needs != null) {
      return needs.value().word() + " in " + words(needs.where());
    }
    return handler.method().isAnnotationPresent(NeedsNoRole.class)
        ? "none in none"
        : "undeclared at " + Arrays.toString(handler.method().getParameterTypes());
  }

  private static String words(Where where) {
    return switch (where) {
      case SOMEWHERE -> "some environment";
      case NARROWED -> "some environment; shows those alone";
      case EVERYWHERE -> "all environments";
      case IN_ENVIRONMENT -> "that environment";
      case IN_BODY -> "each environment that the body names";
      case OF_ENDPOINT -> "the endpoint's environment";
      case OF_DEPLOYMENT -> "the deployment's environment";
      case OF_PROMOTION -> "the promotion's target";
      case OF_SUBJECT -> "the subject's environment, else all";
    };
  }
}
