/**
 * Accounts as which Elastic Load Balancing writes access logs in older regions, below the path of the account whose
 * balancer it is. Source: Elastic Load Balancing user guide, Access logs, Step 2: Attach a policy to your S3 bucket.
 */
const ACCOUNTS = new Set(
  (
    '098369216593 754344448648 582318560864 600734575887 383597477331 718504428378 114774131450 783225319266 ' +
    '589379963580 985666609251 638102146993 037604701340 054676820928 897822967062 635631232127 156460612806 ' +
    '652711504416 009996457667 076674570225 507241528517 127311923021 033677994240 190560391635 048591011584 ' +
    '770363063475 121062877647 740734521339 091100254016 412137745753 027434742980 797873946194'
  ).split(' '),
);

/** Whether an account is one of load balancers, which write what AWS logs and nothing that anybody chooses. */
export function isLoadBalancers(account: string): boolean {
  return ACCOUNTS.has(account);
}
