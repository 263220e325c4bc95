package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/** Repositories and image digests. */
final class EcrOperations {

  private static final String GONE = "RepositoryNotFoundException";
  private static final String NO_REPOSITORY = "The repository with name 'none' does not exist";

  private EcrOperations() {}

  static List<OperationCase> all() {
    return List.of(
        of(
            "CreateRepository",
            aws -> repository(aws, "create"),
            aws -> {
              repository(aws, "twice");
              repository(aws, "twice");
            },
            "RepositoryAlreadyExistsException",
            "The repository with name 'twice' already exists"),
        of(
            "DescribeRepositories",
            aws -> {
              repository(aws, "describe");
              assertThat(
                      aws.ecr()
                          .describeRepositories(r -> r.repositoryNames("describe"))
                          .repositories())
                  .hasSize(1);
            },
            aws -> aws.ecr().describeRepositories(r -> r.repositoryNames("none")),
            GONE,
            NO_REPOSITORY),
        of(
            "PutImage",
            aws -> {
              repository(aws, "put");
              assertThat(image(aws, "put")).startsWith("sha256:");
            },
            aws -> image(aws, "none"),
            GONE,
            NO_REPOSITORY),
        of(
            "BatchGetImage",
            aws -> {
              repository(aws, "batch");
              image(aws, "batch");
              assertThat(
                      aws.ecr()
                          .batchGetImage(
                              r -> r.repositoryName("batch").imageIds(i -> i.imageTag("1.0")))
                          .images())
                  .hasSize(1);
            },
            aws ->
                aws.ecr()
                    .batchGetImage(r -> r.repositoryName("none").imageIds(i -> i.imageTag("1.0"))),
            GONE,
            NO_REPOSITORY),
        of(
            "DescribeImages",
            aws -> {
              repository(aws, "images");
              image(aws, "images");
              assertThat(aws.ecr().describeImages(r -> r.repositoryName("images")).imageDetails())
                  .hasSize(1);
            },
            aws -> {
              repository(aws, "empty");
              aws.ecr()
                  .describeImages(r -> r.repositoryName("empty").imageIds(i -> i.imageTag("2.0")));
            },
            "ImageNotFoundException",
            "does not exist within the repository with name 'empty'"));
  }

  private static void repository(Clients aws, String name) {
    var _ = aws.ecr().createRepository(r -> r.repositoryName(name));
  }

  private static String image(Clients aws, String repository) {
    return aws.ecr()
        .putImage(r -> r.repositoryName(repository).imageTag("1.0").imageManifest("{}"))
        .image()
        .imageId()
        .imageDigest();
  }

  private static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("ECR " + operation, success, error, code, text);
  }
}
