"""How each equation follows from its definitions, in a few steps: what is done, and the formula it leads to."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from sim.saying.language import Language
from sim.show import inert
from sim.ui import state

__all__ = ["DERIVATIONS", "draw"]

DERIVATIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "losses": (
        ("derive.losses.rate", r"\lambda(t)=rk\,e^{\gamma t},\quad \gamma=\tfrac{\ln(1+g)}{30}"),
        ("derive.losses.integral", r"L(t)=rk\,\frac{e^{\gamma t}-1}{\gamma}"),
        ("derive.losses.phi", r"L(t)=rk\,t\,\varphi_1(\gamma t),\quad \varphi_1(z)=\frac{e^z-1}{z}"),
        ("derive.losses.schedule", r"L(t)=k\sum_{s_i\le t}(r_i-r_{i-1})(t-s_i),\quad r_0=0"),
    ),
    "returns": (
        ("derive.returns.delay", r"R_1(t)=\frac{p}{b-a}\int_a^b L\big(\max(t-x,0)\big)\,dx"),
        (
            "derive.returns.window",
            r"\begin{aligned}w&=\min(\max(t-a,0),\,b-a)\\ y&=\max(t-b,0),\quad h=\tfrac{w}{b-a}\end{aligned}",
        ),
        (
            "derive.returns.closed",
            r"\begin{aligned}R_1(t)&=p\,h\,\big(L(y)+\lambda(y)\,w\,\varphi_2(\gamma w)\big)\\"
            r"\varphi_2(z)&=\tfrac{e^z-1-z}{z^2}\end{aligned}",
        ),
        (
            "derive.returns.earlier",
            r"\begin{aligned}R_0(t)&=p\,\lambda(0)\int_0^t\big(1-F(x)\big)dx\\"
            r"&=p\,\lambda(0)\,\big(t-h\,(y+\tfrac{w}{2})\big)\end{aligned}",
        ),
        ("derive.returns.sum", r"R=R_0+R_1;\qquad \gamma=0:\; R(t)=p\,rk\,t"),
    ),
    "drain": (
        ("derive.drain.rate", r"G'(t)=\lambda(t)-R'(t)-c"),
        ("derive.drain.integral", r"G(t)=\int_0^t G'(s)\,ds=L(t)-R(t)-c\,t"),
    ),
    "cover": (
        ("derive.cover.size", r"N_i=n_i\,f\,u\,(1-q)"),
        ("derive.cover.growth", r"E(x)=\begin{cases}e_0+\frac{1-e_0}{m}\,x & x<m\\ 1 & x\ge m\end{cases}"),
        ("derive.cover.sum", r"S(t)=\sum_{d_i\le t}N_i\,E(t-d_i)"),
    ),
    "days": (
        ("derive.days.balance", r"B(t)=S(t)-G(t),\quad D=\inf\{t: B(t)<0\}"),
        ("derive.days.jerk", r"B'''(\tau)=\kappa\,e^{\gamma\tau}"),
        (
            "derive.days.closed",
            r"\begin{aligned}B(\tau)&=B_0+B_1\tau+\tfrac{B_2}{2}\tau^2+\kappa\,\tau^3\varphi_3(\gamma\tau)\\"
            r"\varphi_3(z)&=\tfrac{e^z-1-z-z^2/2}{z^3}\end{aligned}",
        ),
        (
            "derive.days.bend",
            r"\begin{aligned}B''(\tau)&=B_2+\kappa\,\tau\,\varphi_1(\gamma\tau)=0\\"
            r"\tau^*&=\tfrac1\gamma\ln\!\big(1-\tfrac{\gamma B_2}{\kappa}\big)\end{aligned}",
        ),
        (
            "derive.days.root",
            r"\tau_{j+1}=\tau_j-\left.\frac{2BB'}{2B'^2-BB''}\right|_{\tau_j}",
        ),
    ),
    "neutral": (
        ("derive.neutral.curves", r"L(t)=r\,t,\quad R(t)=0,\quad S(t)=n"),
        ("derive.neutral.zero", r"B(t)=n-r\,t=0\;\Rightarrow\;D=\frac{n}{r}"),
    ),
    "steady": (
        ("derive.steady.drain", r"G(t)=rk\,t-p\,rk\,t-c\,t=\big(rk(1-p)-c\big)\,t"),
        ("derive.steady.zero", r"B(t)=n f u (1-q)-\big(rk(1-p)-c\big)\,t"),
        ("derive.steady.never", r"rk(1-p)\le c\;\Rightarrow\;D=\infty"),
    ),
    "noise": (
        (
            "derive.noise.days",
            r"\begin{aligned}&\mathrm{Var}\sum_{i=1}^{T}X_i\\"
            r"&=T\sigma^2\Big(1+2\sum_{h=1}^{T-1}\big(1-\tfrac{h}{T}\big)w^h\Big)\\"
            r"&=T\sigma^2\Big(\tfrac{1+w}{1-w}-\tfrac{2w(1-w^T)}{T(1-w)^2}\Big)\end{aligned}",
        ),
        (
            "derive.noise.dispersion",
            r"\begin{aligned}&\sigma^2=v\,\mathrm{E}X\;\Rightarrow\;\mathrm{Var}\,N=v^*L\\"
            r"&v^*=v\Big(\tfrac{1+w}{1-w}-\tfrac{2w(1-w^t)}{t(1-w)^2}\Big)\end{aligned}",
        ),
        (
            "derive.noise.gamma",
            r"\begin{aligned}N\mid\Lambda&\sim\mathrm{Poisson}(\Lambda)\\"
            r"\Lambda&\sim\mathrm{Gamma}\big(\tfrac{L}{v^*-1},\,v^*-1\big)\end{aligned}",
        ),
        ("derive.noise.chance", r"P(N\le x)=I_{1/v^*}\!\Big(\tfrac{L}{v^*-1},\,\lfloor x\rfloor+1\Big)"),
        (
            "derive.noise.path",
            r"\begin{aligned}&P(D\le t)\\&=P\big(\exists\,s\le t:\;N(s)>S(s)+R(s)+c\,s\big)\\"
            r"&P(g<0\mid g_0,g_1>0)=\exp\!\Big(-\tfrac{2\,g_0\,g_1}{\Delta(v^*L)}\Big)\end{aligned}",
        ),
    ),
    "ranges": (
        (
            "derive.ranges.copula",
            r"\begin{aligned}X_i&=Q_i\big(\Phi(Z_i)\big)\\"
            r"\mathrm{Corr}(Z_i,Z_j)&=2\sin\tfrac{\pi\rho_{ij}}{6}\end{aligned}",
        ),
        ("derive.ranges.one", r"P(D\le t\mid X_2,\dots)=P\big(X_1<x^*\mid X_2,\dots\big)"),
        ("derive.ranges.average", r"\hat P=\frac1M\sum_{j=1}^{M}P\big(D\le t\mid u_j\big)"),
        (
            "derive.ranges.error",
            r"\text{s.e.}=\frac{1}{\sqrt{16}}\,\mathrm{sd}\big(\hat P^{(1)},\dots,\hat P^{(16)}\big)",
        ),
    ),
}
"""For each equation of the method its steps: key of the text, and the formula (LaTeX)."""


def draw(name: str, say: Language) -> None:
    """Draw the expander of one equation's derivation, and its steps where it is open."""
    label = f"{say('derivation')}: {say(f'derive.{name}')}"
    box = st.expander(label, key=f"derive:{name}", on_change=state.touch)
    if box.open:
        with box:
            for number, (text, formula) in enumerate(DERIVATIONS[name], start=1):
                st.html(inert.element("p", f"{number}. {inert.text(say(text))}", "margin:0"))
                st.latex(formula)
