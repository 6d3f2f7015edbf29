/** The records of clusters, container instances, task definitions, tasks and services, in the words of Amazon ECS. */
@NullMarked
package io.stowage.model;

import org.jspecify.annotations.NullMarked;
