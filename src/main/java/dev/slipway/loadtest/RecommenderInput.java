package dev.slipway.loadtest;

import dev.slipway.base.Violations;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request for an Inference Recommender job. A field that is left out has a default. */
record RecommenderInput(
    @NotBlank @Size(max = 1000) String reason,
    @Nullable String confirm,
    @Nullable List<String> samples,
    @Nullable List<String> instanceTypes,
    @Nullable Domain domain,
    @Nullable Task task,
    @Nullable String framework,
    @Nullable String frameworkVersion,
    @Nullable Double safetyFactor) {

  /** The machine learning domains that AWS knows. */
  enum Domain {
    COMPUTER_VISION,
    NATURAL_LANGUAGE_PROCESSING,
    MACHINE_LEARNING
  }

  /** The tasks that AWS knows. */
  enum Task {
    IMAGE_CLASSIFICATION,
    OBJECT_DETECTION,
    TEXT_GENERATION,
    IMAGE_SEGMENTATION,
    FILL_MASK,
    CLASSIFICATION,
    REGRESSION,
    OTHER
  }

  private static final int MOST_TYPES = 10;
  private static final int MOST_SAMPLES = 100;
  private static final Pattern TYPE = Pattern.compile("ml\\.[a-z0-9-]{1,30}\\.[a-z0-9-]{1,20}");
  private static final Pattern FRAMEWORK = Pattern.compile("[A-Z0-9-]{1,40}");
  private static final Pattern VERSION = Pattern.compile("[0-9]\\.[A-Za-z0-9.-]{1,8}");

  /**
   * Checks the fields against their limits.
   *
   * @throws dev.slipway.base.Failure.Invalid with every field at fault
   */
  void check() {
    new Violations()
        .require(
            some(samples, MOST_SAMPLES),
            "/samples",
            "1 to %d names; leave it out for all of the model's samples.".formatted(MOST_SAMPLES))
        .require(
            some(instanceTypes, MOST_TYPES)
                && types().stream().allMatch(type -> TYPE.matcher(type).matches()),
            "/instance_types",
            "1 to %d types such as ml.c5.xlarge; leave it out for those that AWS chooses."
                .formatted(MOST_TYPES))
        .require(
            framework == null || FRAMEWORK.matcher(framework).matches(),
            "/framework",
            "Such as PYTORCH, TENSORFLOW, XGBOOST or SAGEMAKER-SCIKIT-LEARN.")
        .require(
            frameworkVersion == null || VERSION.matcher(frameworkVersion).matches(),
            "/framework_version",
            "Such as 2.1, of 3 to 10 characters.")
        .require(
            safetyFactor == null || (safetyFactor >= 0.05 && safetyFactor <= 1),
            "/safety_factor",
            "It is between 0.05 and 1.")
        .orInvalid();
  }

  /** The types that are named, each once; empty where AWS chooses. */
  List<String> types() {
    return instanceTypes == null ? List.of() : instanceTypes.stream().distinct().toList();
  }

  private static boolean some(@Nullable List<String> values, int most) {
    return values == null
        || (!values.isEmpty()
            && values.size() <= most
            && values.stream().noneMatch(Objects::isNull));
  }
}
