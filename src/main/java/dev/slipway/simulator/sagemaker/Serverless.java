package dev.slipway.simulator.sagemaker;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantServerlessConfig;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantServerlessUpdateConfig;

/**
 * How a serverless variant is run.
 *
 * @param maxConcurrency how many requests at once
 * @param provisioned how many of them without a cold start; null for none
 */
record Serverless(int memoryMb, int maxConcurrency, @Nullable Integer provisioned) {

  static Serverless of(ProductionVariantServerlessConfig config) {
    return new Serverless(
        config.memorySizeInMB(), config.maxConcurrency(), config.provisionedConcurrency());
  }

  /** Execution environments that are kept warm. */
  int warm() {
    return provisioned == null ? 0 : provisioned;
  }

  /** With what an update names. */
  Serverless changed(ProductionVariantServerlessUpdateConfig update) {
    return new Serverless(
        memoryMb,
        update.maxConcurrency() == null ? maxConcurrency : update.maxConcurrency(),
        update.provisionedConcurrency() == null ? provisioned : update.provisionedConcurrency());
  }

  Serverless warming(int count) {
    return new Serverless(memoryMb, maxConcurrency, count);
  }

  ProductionVariantServerlessConfig shown() {
    return ProductionVariantServerlessConfig.builder()
        .memorySizeInMB(memoryMb)
        .maxConcurrency(maxConcurrency)
        .provisionedConcurrency(provisioned)
        .build();
  }
}
