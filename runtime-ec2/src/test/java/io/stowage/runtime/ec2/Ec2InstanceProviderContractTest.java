package io.stowage.runtime.ec2;

import io.stowage.runtime.ec2.fake.FakeEc2;
import io.stowage.runtime.ec2.fake.SteeredEc2;
import io.stowage.testkit.tck.InstanceProviderTck;
import io.stowage.testkit.tck.SteeredCloud;

/** The provider keeps the contract, through the real SDK. */
class Ec2InstanceProviderContractTest extends InstanceProviderTck {

    private final FakeEc2 fake = new FakeEc2();

    @Override
    protected SteeredCloud cloud() {
        return new SteeredEc2(fake, Providers::open);
    }

    @Override
    protected void afterClosing() {
        fake.close();
    }
}
