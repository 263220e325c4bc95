package dev.slipway.promotion;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;

/**
 * Promotions of fraud-detector, asked for by the admin and decided on by colleagues; one rehearsal
 * for all tests of a class, each with environments of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PromotionStage {

  @AutoClose final Rehearsal rehearsal;
  final Colleagues colleagues;

  PromotionStage(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
    colleagues = new Colleagues(rehearsal.api());
  }

  /** An environment with gates. */
  void gated(String name, String gates) {
    rehearsal.environment(name, "\"gates\": " + gates);
  }

  /**
   * What comes of asking for a promotion.
   *
   * @param more further members of the request, each with a comma before it
   */
  Answer promote(String to, String version, String more) {
    return asked("/v1/promotions", to, version, more);
  }

  /** The plan of a promotion, or why there is none. */
  Answer plan(String to, String version, String more) {
    return asked("/v1/promotions?dry_run=true", to, version, more);
  }

  private Answer asked(String where, String to, String version, String more) {
    return rehearsal
        .api()
        .post(
            where,
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"%s}
            """
                .formatted(version, to, more));
  }

  Answer promotion(String id) {
    return rehearsal.api().get("/v1/promotions/" + id);
  }

  /** The events of an environment's endpoint. */
  String events(String environment) {
    return rehearsal
        .api()
        .get(
            "/v1/audit-events?page_size=200&subject_type=endpoint&subject="
                + environment
                + "-fraud-detector")
        .http()
        .body();
  }
}
