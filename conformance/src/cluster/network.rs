//! A small network for a cluster: a namespace for every node, and a router between them that can be told to lose packets.
//!
//! The router is a namespace too. Each node hangs on it by a cable of its own, and so does this machine. A cut is a rule
//! of the router that drops what goes from one address to another, silently, as a broken switch does.

use std::net::{IpAddr, Ipv4Addr};

use crate::Failure;
use crate::process::{Output, Run};

/// The namespaces and cables; taken away when this is dropped.
#[derive(Debug)]
pub struct Network {
    name: String,
    /// The first three bytes of all addresses.
    prefix: [u8; 3],
    nodes: usize,
    cuts: Vec<(Option<usize>, Option<usize>)>,
}

impl Network {
    /// Lays the cables for so many nodes.
    ///
    /// # Errors
    /// This is not root, there is no `ip`, or namespaces are not allowed here.
    pub fn make(nodes: usize) -> Result<Self, Failure> {
        if nodes > 60 {
            return Err("a network has room for 60 nodes".to_owned());
        }
        let id = std::process::id();
        let byte = |value: u32| u8::try_from(value % 200).unwrap_or(0);
        for attempt in 0..50_u32 {
            let name = format!("hw{}x{attempt}", id % 100_000);
            // Another cluster of this process may have the name.
            if ip(&["netns", "add", &format!("{name}r")]).is_ok() {
                let network = Self {
                    name,
                    prefix: [10, 50 + byte(id / 200 + attempt) % 200, byte(id)],
                    nodes,
                    cuts: Vec::new(),
                };
                network.lay()?;
                return Ok(network);
            }
        }
        Err("no network namespace can be made (`ip netns add` as root)".to_owned())
    }

    /// The address of this machine as the nodes see it.
    pub fn outside(&self) -> IpAddr {
        self.at(0, 2)
    }

    fn lay(&self) -> Result<(), Failure> {
        let router = self.router();
        Run::new("ip")
            .args(["netns", "exec", &router, "sysctl", "-q", "-w"])
            .args(["net.ipv4.ip_forward=1"])
            .output()
            .and_then(Output::success)?;
        for cable in 0..=self.nodes {
            let (inner, outer) = (self.cable(cable, 'r'), self.cable(cable, 'n'));
            ip(&[
                "link", "add", &inner, "type", "veth", "peer", "name", &outer,
            ])?;
            ip(&["link", "set", &inner, "netns", &router])?;
            let (gateway, end) = (self.at(cable, 1), self.at(cable, 2));
            let gateway_net = format!("{gateway}/30");
            ip(&["-n", &router, "addr", "add", &gateway_net, "dev", &inner])?;
            ip(&["-n", &router, "link", "set", &inner, "up"])?;
            let (end_net, gateway) = (format!("{end}/30"), gateway.to_string());
            if cable == 0 {
                ip(&["addr", "add", &end_net, "dev", &outer])?;
                ip(&["link", "set", &outer, "up"])?;
                let [a, b, c] = self.prefix;
                ip(&[
                    "route",
                    "add",
                    &format!("{a}.{b}.{c}.0/24"),
                    "via",
                    &gateway,
                ])?;
                continue;
            }
            let namespace = self.namespace(cable - 1);
            ip(&["netns", "add", &namespace])?;
            ip(&["link", "set", &outer, "netns", &namespace])?;
            ip(&["-n", &namespace, "link", "set", "lo", "up"])?;
            ip(&["-n", &namespace, "addr", "add", &end_net, "dev", &outer])?;
            ip(&["-n", &namespace, "link", "set", &outer, "up"])?;
            ip(&["-n", &namespace, "route", "add", "default", "via", &gateway])?;
        }
        Ok(())
    }

    fn router(&self) -> String {
        format!("{}r", self.name)
    }

    fn cable(&self, number: usize, end: char) -> String {
        format!("{}{end}{number}", self.name)
    }

    fn at(&self, cable: usize, end: u8) -> IpAddr {
        let [a, b, c] = self.prefix;
        let last = u8::try_from(cable * 4).unwrap_or(0) + end;
        IpAddr::V4(Ipv4Addr::new(a, b, c, last))
    }

    /// The namespace of a node.
    #[must_use]
    pub fn namespace(&self, place: usize) -> String {
        format!("{}n{place}", self.name)
    }

    /// The address of a node.
    #[must_use]
    pub fn address(&self, place: usize) -> IpAddr {
        self.at(place + 1, 2)
    }

    /// Loses all packets between two nodes.
    ///
    /// # Errors
    /// The router does not take the rule.
    pub fn cut(&mut self, one: usize, other: usize) -> Result<(), Failure> {
        self.lose(Some(one), Some(other))?;
        self.lose(Some(other), Some(one))
    }

    /// Loses all packets from and to a node.
    ///
    /// # Errors
    /// The router does not take the rule.
    pub fn isolate(&mut self, node: usize) -> Result<(), Failure> {
        self.lose(Some(node), None)?;
        self.lose(None, Some(node))
    }

    /// Loses all packets of one direction.
    ///
    /// # Errors
    /// The router does not take the rule.
    pub fn lose(&mut self, from: Option<usize>, to: Option<usize>) -> Result<(), Failure> {
        self.rule("add", from, to)?;
        self.cuts.push((from, to));
        Ok(())
    }

    /// Loses nothing any more.
    ///
    /// # Errors
    /// The router does not take a rule away.
    pub fn heal(&mut self) -> Result<(), Failure> {
        for (from, to) in std::mem::take(&mut self.cuts) {
            self.rule("del", from, to)?;
        }
        Ok(())
    }

    fn rule(&self, change: &str, from: Option<usize>, to: Option<usize>) -> Result<(), Failure> {
        let router = self.router();
        let all = |place: Option<usize>| {
            place.map_or("all".to_owned(), |place| self.address(place).to_string())
        };
        let (from, to) = (all(from), all(to));
        ip(&[
            "-n",
            &router,
            "rule",
            change,
            "from",
            &from,
            "to",
            &to,
            "priority",
            "100",
            "blackhole",
        ])
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // What is left over is litter of a run that was killed, and has a name of its own.
        drop(ip(&["link", "del", &self.cable(0, 'n')]));
        for place in 0..self.nodes {
            drop(ip(&["netns", "del", &self.namespace(place)]));
        }
        drop(ip(&["netns", "del", &self.router()]));
    }
}

fn ip(arguments: &[&str]) -> Result<(), Failure> {
    let run = Run::new("ip").args(arguments).output()?;
    run.success()
        .map(drop)
        .map_err(|why| format!("ip {}: {why}", arguments.join(" ")))
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    /// Needs root and namespaces; where they are missing nothing is shown.
    #[test]
    fn a_cut_loses_packets_and_healing_ends_it() {
        let Ok(mut network) = Network::make(1) else {
            return;
        };
        let program = "import socket\ns=socket.create_server(('0.0.0.0',9092))\nwhile True:\n c,_=s.accept()\n c.send(b'x')";
        let folder = std::env::temp_dir().join(format!("{}-log", network.name));
        let Ok(_server) = Run::new("ip")
            .args([
                "netns",
                "exec",
                &network.namespace(0),
                "python3",
                "-c",
                program,
            ])
            .start(&folder)
        else {
            return;
        };
        let address = std::net::SocketAddr::new(network.address(0), 9092);
        let reach = |limit| {
            let mut stream = TcpStream::connect_timeout(&address, limit).ok()?;
            stream.set_read_timeout(Some(limit)).ok()?;
            let mut byte = [0];
            stream.read_exact(&mut byte).ok()
        };
        let reached = (0..500).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            reach(Duration::from_secs(1)).is_some()
        });
        assert!(reached);
        network.isolate(0).unwrap();
        assert!(reach(Duration::from_millis(300)).is_none());
        network.heal().unwrap();
        assert!(reach(Duration::from_secs(5)).is_some());
        drop(std::fs::remove_file(folder));
    }
}
