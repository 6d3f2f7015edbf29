/** What becomes of an ECS task definition file here, field by field; and the task, run. */
@NullMarked
package io.stowage.samples.ecsjson;

import org.jspecify.annotations.NullMarked;
