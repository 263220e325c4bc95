package dev.slipway.loadtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a job, with every default filled in.
 *
 * @param sagemakerModel the SageMaker Model of the release that served when it was asked for
 * @param roleArn the role as which the job acts
 * @param payloadStore under which Slipway puts the samples for it
 * @param contentType of every sample
 * @param instanceTypes the types that are tried; empty where AWS chooses them
 * @param safetyFactor the share of the highest rate that autoscaling is to aim for, 0 to 1
 */
record RecommenderSettings(
    String sagemakerModel,
    String roleArn,
    String payloadStore,
    List<String> samples,
    String contentType,
    List<String> instanceTypes,
    String domain,
    String task,
    String framework,
    @Nullable String frameworkVersion,
    double safetyFactor) {}
