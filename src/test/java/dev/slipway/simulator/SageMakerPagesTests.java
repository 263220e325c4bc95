package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;

/** Lists of SageMaker's resources, page by page. */
class SageMakerPagesTests {

  private final TestWorld world = new TestWorld();

  @Test
  void listsAreNewestFirstFilteredAndPaged() {
    for (String name : new String[] {"a1", "a2", "a3", "b1"}) {
      world.version(name, 1, "{}");
      world.advance(1);
    }
    var first =
        world
            .aws
            .models()
            .listModels(
                ListModelsRequest.builder().nameContains("a").maxResults(2).build(),
                TestWorld.CALLER);
    var second =
        world
            .aws
            .models()
            .listModels(
                ListModelsRequest.builder()
                    .nameContains("a")
                    .maxResults(2)
                    .nextToken(first.nextToken())
                    .build(),
                TestWorld.CALLER);

    assertThat(first.models()).extracting(ModelSummary::modelName).containsExactly("a3", "a2");
    assertThat(second.models()).extracting(ModelSummary::modelName).containsExactly("a1");
    assertThat(second.nextToken()).isNull();
    world.create("a1");
    assertThat(
            world
                .aws
                .endpoints()
                .listEndpoints(
                    ListEndpointsRequest.builder().statusEquals("InService").build(),
                    TestWorld.CALLER)
                .endpoints())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"CreationTime, Descending", "CreationTime, Ascending", "Name, Ascending"})
  void whoDeletesWhatEachPageGaveSkipsNothing(String sortBy, String sortOrder) {
    for (String name : new String[] {"a1", "a2", "a3", "a4", "a5"}) {
      world.version(name, 1, "{}");
      world.advance(1);
    }
    List<String> deleted = new ArrayList<>();
    Pages.read(
        token ->
            world
                .aws
                .models()
                .listModels(
                    ListModelsRequest.builder()
                        .maxResults(2)
                        .sortBy(sortBy)
                        .sortOrder(sortOrder)
                        .nextToken(token)
                        .build(),
                    TestWorld.CALLER),
        ListModelsResponse::nextToken,
        page -> {
          for (ModelSummary model : page.models()) {
            var _ =
                world
                    .aws
                    .models()
                    .deleteModel(
                        DeleteModelRequest.builder().modelName(model.modelName()).build(),
                        TestWorld.CALLER);
            deleted.add(model.modelName());
          }
        });

    assertThat(deleted).containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "a5");
  }
}
