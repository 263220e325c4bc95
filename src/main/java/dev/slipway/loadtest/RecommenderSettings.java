package dev.slipway.loadtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job was asked to do, with everything that was left open filled in.
 *
 * @param sagemakerModel the SageMaker Model of the release that served when it was asked for
 * @param roleArn the role as which the job acts
 * @param payloadStore under which Slipway puts the samples for it
 * @param contentType of every sample
 * @param instanceTypes that are tried; empty for those that AWS chooses
 * @param safetyFactor what of the highest rate autoscaling is to aim for, 0 to 1
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
