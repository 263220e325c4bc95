package dev.slipway.cloud;

/** The services of one account and region, each a port in Slipway's words. */
public record Cloud(
    SageMaker sageMaker,
    Alarms alarms,
    Metrics metrics,
    Autoscaling autoscaling,
    Roles roles,
    Artifacts artifacts,
    Images images,
    Identity identity,
    Inventory inventory,
    Predictions predictions,
    ContainerLogs logs,
    Quotas quotas,
    Deposits deposits,
    Recommender recommender) {}
