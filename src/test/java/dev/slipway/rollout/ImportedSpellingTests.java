package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import org.junit.jupiter.api.Test;

/** Where SageMaker finds an endpoint whatever the case of its name, its own spelling counts. */
@Conforming
class ImportedSpellingTests extends AdoptionStage {

  ImportedSpellingTests() {
    super(
        Rehearsal.alone(
            Rehearsal.UNPACED,
            SageMakerOptions.usual().with(Undocumented.ENDPOINT_FOUND_IN_ANY_CASE)));
  }

  @Test
  void anImportThatFollowsAnotherKnowsItsMarkUnderAnySpelling() {
    rehearsal.environment("spelt");
    made("fickle");
    assertThat(imported("FICKLE", "spelt", "fickle-model", "").status()).isEqualTo(201);
    String endpoint = "spelt-fickle-model";
    calledOffClaim(endpoint);
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().tags("fickle")).containsEntry("slipway:endpoint", endpoint);

    Answer again = imported("Fickle", "spelt", "fickle-model", "");
    assertThat(again.status()).as(again.http().body()).isEqualTo(201);
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name"))
        .isEqualTo("fickle");
  }
}
