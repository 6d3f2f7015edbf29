package io.stowage.runtime.ec2.fake;

/** An action of the API. */
interface FakeAction {

    /** Takes every parameter, or throws an {@link Ec2Error}; writes what is below the answer's root. */
    void answer(QueryParameters parameters, FakeRegion region, Xml xml);
}
